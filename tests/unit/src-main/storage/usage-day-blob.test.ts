import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayQuarters, decodeFigures, decodeQuarters, encodeFigures } from '../../../../src-main/storage/usage-day-blob.ts';
import { KeyedFigures, noFigures } from '../../../../src-main/storage/usage-figures.ts';
import { ROLLUP_COUNTERS } from '../../../../src-main/storage/usage-rollup.ts';
import { TOTALS } from '../../../../src-main/storage/usage-totals.ts';

const DAY_MS = Date.UTC(2026, 4, 1);
const counter = fc.oneof(fc.nat(300), fc.maxSafeNat());
const name = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('the stored form of a day', () => {
  it('gives figures back as they were, added to what is there', () => {
    const figures = fc.record({
      name,
      counters: fc.array(counter, { minLength: 15, maxLength: 15 }),
      times: fc.array(fc.nat(0xff_ff), { maxLength: 24 }),
    });
    fc.assert(
      fc.property(fc.dictionary(name, figures), (drafts) => {
        const keyed = new KeyedFigures();
        for (const [key, draft] of Object.entries(drafts)) {
          const sum = keyed.of(key, draft.name);
          ROLLUP_COUNTERS.forEach((column, index) => {
            sum.counters[column] = draft.counters[index] ?? 0;
          });
          sum.firstByte.set(draft.times);
          sum.total.set(draft.times.toReversed());
        }
        const decoded = new KeyedFigures();
        decodeFigures(encodeFigures(keyed), decoded);
        expect(decoded.entries()).toEqual(keyed.entries());
      }),
    );
    const twice = new KeyedFigures();
    const one = new KeyedFigures();
    one.of('a', 'first').counters.delivered = 200;
    decodeFigures(encodeFigures(one), twice);
    decodeFigures(encodeFigures(one), twice);
    expect(twice.entries()).toEqual([
      { key: 'a', name: 'first', figures: { ...noFigures(), counters: { ...noFigures().counters, delivered: 400 } } },
    ]);
  });

  it('gives quarters back as they were, and only those of keys that are asked for', () => {
    const row = fc.tuple(fc.nat(95), fc.array(counter, { minLength: TOTALS.length, maxLength: TOTALS.length }));
    fc.assert(
      fc.property(fc.dictionary(name, fc.array(row, { minLength: 1, maxLength: 20 })), fc.boolean(), (drafts, isFirstSkipped) => {
        const quarters = new DayQuarters(DAY_MS);
        for (const [key, rows] of Object.entries(drafts))
          for (const [quarter, totals] of rows) quarters.sink(key)?.(DAY_MS + quarter * 900_000, totals);
        const skipped = isFirstSkipped ? Object.keys(drafts)[0] : undefined;
        const found: unknown[] = [];
        decodeQuarters(quarters.encode(), DAY_MS, (key) =>
          key === skipped ? null : (startMs, totals) => found.push([key, startMs, [...Array.from(totals)]]),
        );
        const wanted = Object.entries(drafts).filter(([key]) => key !== skipped);
        expect(found).toEqual(wanted.flatMap(([key, rows]) => rows.map(([quarter, totals]) => [key, DAY_MS + quarter * 900_000, totals])));
      }),
    );
  });

  it('is refused when it ends too early', () => {
    const keyed = new KeyedFigures();
    keyed.of('model', '').counters.delivered = 1_000;
    const encoded = encodeFigures(keyed);
    expect(() => decodeFigures(encoded.subarray(0, -1), new KeyedFigures())).toThrow(RangeError);
    expect(() => decodeFigures(encoded.subarray(0, 3), new KeyedFigures())).toThrow(RangeError);
    expect(() => decodeQuarters(Uint8Array.of(0, 1, 0x80), DAY_MS, () => () => undefined)).toThrow(RangeError);
  });
});
