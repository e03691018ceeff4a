/** Puts another model name into a request body and leaves every other byte as it came. */
import type { BodyFacts } from './body-scan.ts';

/** The same Buffer when `model` is what the body says already. */
export function spliceModel(body: Buffer, facts: BodyFacts, model: string): Buffer {
  if (model === facts.model) return body;
  const value = Buffer.from(JSON.stringify(model));
  const parts: Buffer[] = [];
  let copiedTo = 0;
  for (const range of facts.modelRanges) {
    parts.push(body.subarray(copiedTo, range.start), value);
    copiedTo = range.end;
  }
  parts.push(body.subarray(copiedTo));
  return Buffer.concat(parts);
}
