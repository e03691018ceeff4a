import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createColourScale, SHADES } from '../../../../src-renderer/state/colour-scale.ts';

const scaleOf = (...values: number[]) => createColourScale(values, { isWhole: true });

describe('colour scale', () => {
  it('has no step without values, and no shade for nothing', () => {
    expect(scaleOf().steps).toEqual([]);
    expect(scaleOf(0, 0).steps).toEqual([]);
    expect(scaleOf(1, 2, 3).shadeOf(0)).toBe(0);
  });

  it('gives equal values one shade, the middle one', () => {
    expect(scaleOf(7, 7, 7).steps).toEqual([{ from: 0, shade: 3 }]);
    expect(scaleOf(7, 7, 7).shadeOf(7)).toBe(3);
  });

  it('gives the least and the most the outermost shades', () => {
    const scale = scaleOf(10, 5_000);
    expect([scale.shadeOf(10), scale.shadeOf(5_000)]).toEqual([1, SHADES]);
  });

  it('is not washed out by one large day: the others keep as many shades as without it', () => {
    const days = Array.from({ length: 50 }, (_, index) => 100 + index * 10);
    const calm = new Set(days.map(scaleOf(...days).shadeOf));
    const withPeak = new Set(days.map(scaleOf(...days, 1_000_000_000).shadeOf));
    expect(calm.size).toBe(SHADES);
    expect(withPeak.size).toBe(SHADES);
  });

  it('has bounds that can be read', () => {
    const values = Array.from({ length: 100 }, (_, index) => 12_345 + index * 1_234);
    expect(scaleOf(...values).steps.map(({ from }) => from)).toEqual([0, 37_000, 61_000, 86_000, 110_000]);
  });

  it('uses each shade for a fifth of different values, and never a lower one for more', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 5, maxLength: 60 }), (values) => {
        const { shadeOf, steps } = scaleOf(...values);
        const sorted = [...values].sort((a, b) => a - b);
        const shades = sorted.map(shadeOf);
        expect(shades).toEqual([...shades].sort((a, b) => a - b));
        expect(new Set(shades).size).toBe(SHADES);
        expect(steps.map(({ from }) => from)).toEqual(steps.map(({ from }) => from).sort((a, b) => a - b));
        for (let shade = 1; shade <= SHADES; shade += 1) {
          const count = shades.filter((one) => one === shade).length;
          expect(Math.abs(count - values.length / SHADES)).toBeLessThan(1.0001);
        }
      }),
      { numRuns: 200 },
    );
  });
});
