import fc from 'fast-check';
import { expect, it } from 'vitest';
import { between, pick, seededRandom } from '../../../../src-main/demo/seeded-random.ts';

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

it('repeats itself for the same seed and differs for another', () => {
  expect(draw(7, 20)).toEqual(draw(7, 20));
  expect(draw(7, 20)).not.toEqual(draw(8, 20));
});

it('spreads evenly over 0 to 1', () => {
  const numbers = draw(1, 10_000);
  for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  expect(mean).toBeGreaterThan(0.48);
  expect(mean).toBeLessThan(0.52);
});

it('stays within the bounds that it was given, and reaches both', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -100, max: 100 }), fc.nat(50), (seed, from, width) => {
      const number = between(seededRandom(seed), from, from + width);
      expect(number >= from && number <= from + width).toBe(true);
    }),
  );
  const random = seededRandom(3);
  expect(new Set(Array.from({ length: 100 }, () => between(random, 1, 3)))).toEqual(new Set([1, 2, 3]));
  expect(new Set(Array.from({ length: 100 }, () => pick(random, ['a', 'b'])))).toEqual(new Set(['a', 'b']));
});
