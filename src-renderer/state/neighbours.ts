/** Which request stands before and after another one, in what is loaded of the list. */
import { z } from 'zod';

export interface Neighbours {
  /** Null: none is loaded. */
  readonly newer: string | null;
  readonly older: string | null;
}

/** An answer to a question about the list: its key names the filter, and where in the list the page begins. */
export type LoadedPage = readonly [key: readonly unknown[], page: unknown];

const pageSchema = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const questionSchema = z.looseObject({ filter: z.record(z.string(), z.unknown()) });

/**
 * @param loaded  Pages of lists with any filter; only those lists count that the request is in.
 * @param recent  Ids of what came since the list was loaded; they belong to the list without a filter.
 */
export function neighboursOf(loaded: readonly LoadedPage[], recent: readonly string[], id: string): Neighbours {
  const lists = new Map<string, Set<string>>([['{}', new Set(recent)]]);
  for (const [key, page] of loaded) {
    const list = JSON.stringify(questionSchema.safeParse(key.at(-1)).data?.filter ?? {});
    const ids = lists.get(list) ?? new Set<string>();
    for (const item of pageSchema.safeParse(page).data?.items ?? []) ids.add(item.id);
    lists.set(list, ids);
  }
  const found = [...lists.values()].filter((ids) => ids.has(id));
  // With several, the shortest is the one with the narrowest filter: the one that is looked through.
  const narrowest = found.sort((a, b) => a.size - b.size)[0] ?? new Set<string>();
  // Ids sort by start, the newest last.
  const ids = [...narrowest].sort().reverse();
  const at = ids.indexOf(id);
  return { newer: ids[at - 1] ?? null, older: at === -1 ? null : (ids[at + 1] ?? null) };
}
