/** Which request stands before and after another one, in what is loaded of the list. */
import { z } from 'zod';

export interface Neighbours {
  /** Null: none is loaded. */
  readonly newer: string | null;
  readonly older: string | null;
}

const pageSchema = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const pagesSchema = z.looseObject({ pages: z.array(pageSchema) });

/** @param answers What the list was answered so far, single pages or pages together; those without `id` are of other lists. */
export function neighboursOf(answers: readonly unknown[], id: string): Neighbours {
  const lists = answers.map(idsOf).filter((ids) => ids.includes(id));
  // Ids sort by start, the newest last.
  const ids = [...new Set(lists.flat())].sort().reverse();
  const at = ids.indexOf(id);
  return { newer: at > 0 ? (ids[at - 1] ?? null) : null, older: at === -1 ? null : (ids[at + 1] ?? null) };
}

function idsOf(answer: unknown): readonly string[] {
  const pages = pagesSchema.safeParse(answer).data?.pages ?? [pageSchema.safeParse(answer).data];
  return pages.flatMap((page) => page?.items.map(({ id }) => id) ?? []);
}
