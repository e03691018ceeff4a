/** Draws from the distributions that real traffic follows, out of a seeded source. */
import type { Random } from '../../src-main/demo/seeded-random.ts';

/** Around `median`, skewed to the right: a `spread` of 0.5 keeps two thirds within a factor of 1.6. */
export function logNormal(random: Random, median: number, spread: number): number {
  // Box and Muller's way to a normal number.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}

/** One of the items, as often as its weight says. */
export function weighted<T extends { readonly weight: number }>(random: Random, items: readonly [T, ...T[]]): T {
  let rest = random() * items.reduce((sum, item) => sum + item.weight, 0);
  for (const item of items) {
    rest -= item.weight;
    if (rest < 0) return item;
  }
  return items[0];
}

/** For lists that the caller knows to hold something. */
export function atLeastOne<T>(items: readonly T[]): readonly [T, ...T[]] {
  const [first, ...others] = items;
  if (first === undefined) throw new RangeError('an empty list');
  return [first, ...others];
}
