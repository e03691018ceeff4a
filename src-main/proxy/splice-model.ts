/** Puts another model name into a request body and leaves every other byte as it came. */
import type { BodyFacts } from './body-scan.ts';

/** The body in pieces that share its memory: a large one is not copied. One piece when `model` is what the body says already. */
export function spliceModel(body: Buffer, facts: BodyFacts, model: string): readonly Buffer[] {
  if (model === facts.model) return [body];
  const value = Buffer.from(JSON.stringify(model));
  const parts: Buffer[] = [];
  let splicedTo = 0;
  for (const range of facts.modelRanges) {
    parts.push(body.subarray(splicedTo, range.start), value);
    splicedTo = range.end;
  }
  parts.push(body.subarray(splicedTo));
  return parts;
}
