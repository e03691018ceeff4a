/** Two texts side by side: which lines are the same, and within lines that differ which words. */
import { diffLines, diffWordsWithSpace } from 'diff';

export interface TextPiece {
  readonly text: string;
  readonly isDifferent: boolean;
}

/** Null: the other text has a line here and this one has none. */
export interface PairedLine {
  readonly left: readonly TextPiece[] | null;
  readonly right: readonly TextPiece[] | null;
  readonly isSame: boolean;
}

/** A comparison of two long texts without anything in common takes seconds; beyond this they count as wholly different. */
const MAX_EDITS = 4_000;
const MAX_WORD_EDITS = 400;

export function diffAnswers(left: string, right: string): readonly PairedLine[] {
  const rows: PairedLine[] = [];
  let removed: string[] = [];
  const parts = diffLines(withLineEnd(left), withLineEnd(right), { maxEditLength: MAX_EDITS }) ?? [
    { value: left, removed: true, added: false },
    { value: right, removed: false, added: true },
  ];
  for (const part of parts) {
    const lines = part.value === '' ? [] : part.value.replace(/\n$/, '').split('\n');
    if (part.removed) {
      removed = lines;
      continue;
    }
    if (part.added) rows.push(...pair(removed, lines));
    else {
      rows.push(...pair(removed, []));
      rows.push(...lines.map((text) => ({ left: plain(text), right: plain(text), isSame: true })));
    }
    removed = [];
  }
  return [...rows, ...pair(removed, [])];
}

/** How much of the longer text is in both, 0 to 1. */
export function likeness(rows: readonly PairedLine[]): number {
  let same = 0;
  let left = 0;
  let right = 0;
  for (const row of rows) {
    left += lengthOf(row.left, () => true);
    right += lengthOf(row.right, () => true);
    same += lengthOf(row.left, (piece) => !piece.isDifferent);
  }
  const longer = Math.max(left, right);
  return longer === 0 ? 1 : same / longer;
}

function lengthOf(pieces: readonly TextPiece[] | null, counts: (piece: TextPiece) => boolean): number {
  return (pieces ?? []).filter(counts).reduce((sum, { text }) => sum + text.length, 0);
}

function pair(left: readonly string[], right: readonly string[]): readonly PairedLine[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const one = left[index];
    const other = right[index];
    if (one === undefined || other === undefined)
      return { left: one === undefined ? null : different(one), right: other === undefined ? null : different(other), isSame: false };
    const words = diffWordsWithSpace(one, other, { maxEditLength: MAX_WORD_EDITS });
    if (words === undefined) return { left: different(one), right: different(other), isSame: false };
    return {
      left: words.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value, isDifferent: removed })),
      right: words.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value, isDifferent: added })),
      isSame: false,
    };
  });
}

function plain(text: string): readonly TextPiece[] {
  return [{ text, isDifferent: false }];
}

function different(text: string): readonly TextPiece[] {
  return [{ text, isDifferent: true }];
}

/** Else a last line would differ from the same one with others after it. */
function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
