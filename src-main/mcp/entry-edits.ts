/** Which edits lead from one JSON value to another, each as deep as it can be, so that everything else in the file keeps its text. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonEdit } from '../claude-code/edit-json.ts';

const objectSchema = z.record(z.string(), z.unknown());

/** Lists are replaced as a whole. `after` undefined: the member goes. */
export function entryEdits(before: unknown, after: unknown, path: readonly string[]): readonly JsonEdit[] {
  if (isDeepStrictEqual(before, after)) return [];
  const from = objectOf(before);
  const to = objectOf(after);
  if (from === null || to === null) return [{ path, value: after }];
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return [
    ...gone.map((key): JsonEdit => ({ path: [...path, key], value: undefined })),
    ...Object.entries(to).flatMap(([key, value]) => entryEdits(Object.hasOwn(from, key) ? from[key] : undefined, value, [...path, key])),
  ];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (Array.isArray(value)) return null;
  return objectSchema.safeParse(value).data ?? null;
}
