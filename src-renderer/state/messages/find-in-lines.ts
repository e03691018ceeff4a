/** Where a word occurs in lines of text, in any case. */
import type { TextLine } from './json-lines.ts';

export interface Hit {
  /** Index of the line. */
  readonly line: number;
  /** Of the first character in the line's text. */
  readonly start: number;
  readonly end: number;
}

/** More are not told apart by anybody, and a single letter in a large body has them. */
export const MAX_HITS = 10_000;

export function findInLines(lines: readonly TextLine[], wanted: string): readonly Hit[] {
  if (wanted === '') return [];
  const hits: Hit[] = [];
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  for (const [line, { text }] of lines.entries()) {
    for (const match of text.matchAll(pattern)) {
      hits.push({ line, start: match.index, end: match.index + match[0].length });
      if (hits.length >= MAX_HITS) return hits;
    }
  }
  return hits;
}

/** What has to be unfolded for a line to show. */
export function unfoldedFor(lines: readonly TextLine[], folded: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const kept = [...folded].filter((opener) => {
    const closedBy = lines[opener]?.closedBy ?? -1;
    return line <= opener || line > closedBy;
  });
  return kept.length === folded.size ? folded : new Set(kept);
}

/** The hits that begin or end between two characters of a line. */
export function hitsBetween(hits: readonly Hit[], start: number, end: number): readonly Hit[] {
  return hits.filter((hit) => hit.start < end && hit.end > start);
}
