import { expect, it } from 'vitest';
import { FLAKY, HEALTHY, nextFault, pauseMs, SLOW } from '../../../../src-main/demo/scripted-behaviour.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

const faults = (behaviour: typeof FLAKY) => {
  const random = seededRandom(5);
  return Array.from({ length: 2_000 }, () => nextFault(behaviour, random)).filter((fault) => fault !== null);
};

it('healthy and slow endpoints never fail', () => {
  expect(faults(HEALTHY)).toEqual([]);
  expect(faults(SLOW)).toEqual([]);
});

it('the flaky endpoint shows every kind of fault and still answers more often than not', () => {
  const seen = faults(FLAKY);
  expect(seen.length / 2_000).toBeGreaterThan(0.35);
  expect(seen.length / 2_000).toBeLessThan(0.45);
  const names = new Set(seen.map((fault) => (fault.kind === 'status' ? fault.status : fault.kind)));
  expect(names).toEqual(new Set([529, 429, 503, 'drop', 'cut']));
});

it('pauses within the range, scaled by the tempo', () => {
  const random = seededRandom(1);
  for (let count = 0; count < 50; count += 1) {
    const ms = pauseMs([100, 200], random, 0.5);
    expect(ms >= 50 && ms <= 100).toBe(true);
  }
  expect(pauseMs([100, 200], random, 0)).toBe(0);
});
