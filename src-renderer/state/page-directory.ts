/**
 * Which pages the list of requests consists of, without their rows: where each one begins and how many rows it has. Rows far from
 * what is shown are forgotten and asked for again by this; so a list of any length needs little memory.
 */
import type { ExchangePage } from '../../src-shared/schemas/exchange.ts';

export interface PageEntry {
  /** Where the page begins; null: at the newest. */
  readonly cursor: string | null;
  /** Null: not answered yet. */
  readonly rows: number | null;
  /** Where the next one begins; null: this is the last, or not answered yet. */
  readonly next: string | null;
  /** How far a search got that paused on this page; null: it did not. */
  readonly searchedToMs: number | null;
}

/** From the newest to the oldest that was asked for. Never empty. */
export type PageDirectory = readonly PageEntry[];

const unanswered = (cursor: string | null): PageEntry => ({ cursor, rows: null, next: null, searchedToMs: null });

export const FIRST_PAGE: PageDirectory = [unanswered(null)];

/** Enters an answer. Pages that began where the answered one used to end are forgotten when it ends elsewhere now. */
export function enterPage(directory: PageDirectory, index: number, page: ExchangePage): PageDirectory {
  const entry = directory[index];
  if (entry === undefined) return directory;
  const { nextCursor: next, searchedToMs } = page;
  const rows = page.items.length;
  if (entry.rows === rows && entry.next === next && entry.searchedToMs === searchedToMs) return directory;
  const isEndMoved = entry.rows !== null && entry.next !== next;
  return [...directory.slice(0, index), { ...entry, rows, next, searchedToMs }, ...(isEndMoved ? [] : directory.slice(index + 1))];
}

/** Goes on after the last page, once it was answered and when there is more. */
export function growDirectory(directory: PageDirectory): PageDirectory {
  const next = directory.at(-1)?.next ?? null;
  return next === null ? directory : [...directory, unanswered(next)];
}

export function rowCount(directory: PageDirectory): number {
  return directory.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}

/** Whether more rows may follow the known ones. */
export function hasMore(directory: PageDirectory): boolean {
  const last = directory.at(-1);
  return last !== undefined && (last.rows === null || last.next !== null);
}

/** Indexes of the pages that hold rows `first` to `last`, counted over all pages. */
export function pagesBetween(directory: PageDirectory, first: number, last: number): readonly number[] {
  const found: number[] = [];
  let start = 0;
  directory.forEach(({ rows }, index) => {
    const end = start + (rows ?? 0);
    if (start <= last && end > first) found.push(index);
    start = end;
  });
  return found;
}

/** Where row `row` is, counted over all pages; null: on none that is known. */
export function placeOf(directory: PageDirectory, row: number): { readonly page: number; readonly offset: number } | null {
  let start = 0;
  for (const [page, { rows }] of directory.entries()) {
    const end = start + (rows ?? 0);
    if (row >= start && row < end) return { page, offset: row - start };
    start = end;
  }
  return null;
}
