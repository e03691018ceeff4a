import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffAnswers, likeness, type TextPiece } from '../../../../../src-renderer/state/messages/answer-diff.ts';

const marked = (pieces: readonly TextPiece[] | null) => pieces?.map(({ text, isDifferent }) => (isDifferent ? `[${text}]` : text)).join('') ?? null;
const rows = (left: string, right: string) => diffAnswers(left, right).map((row) => [marked(row.left), marked(row.right)]);

describe('diffAnswers', () => {
  it('marks the words that differ in a line', () => {
    expect(rows('same\nthe cat sat', 'same\nthe dog sat')).toEqual([
      ['same', 'same'],
      ['the [cat] sat', 'the [dog] sat'],
    ]);
  });

  it('leaves a gap where the other has a line more', () => {
    expect(rows('a\nb', 'a\nx\nb')).toEqual([
      ['a', 'a'],
      [null, '[x]'],
      ['b', 'b'],
    ]);
    expect(rows('a\nx', 'a')).toEqual([
      ['a', 'a'],
      ['[x]', null],
    ]);
  });

  it('is both texts again, read down each side', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'the cat', '', 'x y z'), { minLength: 1, maxLength: 12 }).map((lines) => `${lines.join('\n')}.`);
    fc.assert(
      fc.property(text, text, (left, right) => {
        const result = diffAnswers(left, right);
        const side = (pick: 'left' | 'right') =>
          result.flatMap((row) => (row[pick] === null ? [] : [row[pick].map((piece) => piece.text).join('')])).join('\n');
        expect([side('left'), side('right')]).toEqual([left, right]);
      }),
    );
  });

  it('gives up comparing two long texts without anything in common, quickly', () => {
    const long = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word} ${at}`).join('\n');
    const result = diffAnswers(long('left'), long('right'));
    expect(result.length).toBeGreaterThan(19_000);
  });
});

describe('likeness', () => {
  it('is 1 for the same, 0 for nothing in common, and between for the rest', () => {
    expect(likeness(diffAnswers('abc', 'abc'))).toBe(1);
    expect(likeness(diffAnswers('', ''))).toBe(1);
    expect(likeness(diffAnswers('abc', ''))).toBe(0);
    expect(likeness(diffAnswers('the cat', 'the dog'))).toBeCloseTo(4 / 7);
  });
});
