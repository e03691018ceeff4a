import { expect, it } from 'vitest';
import { BatchMemory, isTravelling, TRAVELLING_BYTES } from '../../../../src-main/audit/batch-memory.ts';

it('uses what came back again, the last one first', () => {
  const memory = new BatchMemory();
  const [one, two] = [memory.take(1), memory.take(TRAVELLING_BYTES)];
  expect([isTravelling(one), isTravelling(two), one === two]).toEqual([true, true, false]);
  memory.giveBack(one);
  memory.giveBack(two);
  expect([memory.take(10), memory.take(10)]).toEqual([two, one]);
});

it('lets few buffers travel, however many batches are on their way, and gives others as much as they need', () => {
  const memory = new BatchMemory();
  const taken = Array.from({ length: 20 }, () => memory.take(300_000));
  expect(taken.filter(isTravelling)).toHaveLength(4);
  expect(taken.slice(4).map(({ byteLength }) => byteLength)).toEqual(Array.from({ length: 16 }, () => 300_000));
  expect(memory.take(1_000).byteLength).toBe(1_000);
});

it('gives a large batch memory of its own, which does not travel', () => {
  const memory = new BatchMemory();
  const large = memory.take(TRAVELLING_BYTES + 1);
  expect([large.byteLength, isTravelling(large)]).toEqual([TRAVELLING_BYTES + 1, false]);
});

it('frees what lies unused, and begins anew when the thread that had the others is gone', () => {
  const memory = new BatchMemory();
  const taken = Array.from({ length: 4 }, () => memory.take(1));
  const [unused, late] = taken;
  if (unused === undefined || late === undefined) throw new Error('there is nothing to give back');
  memory.giveBack(unused);
  memory.forget();
  expect(unused.detached).toBe(true);
  expect(Array.from({ length: 4 }, () => memory.take(1)).every(isTravelling)).toBe(true);
  // Of those that come back all the same, no more are kept than travel at once.
  for (const one of [...taken.slice(1), late.slice(0), late.slice(0)]) memory.giveBack(one);
  const kept = Array.from({ length: 6 }, () => memory.take(1)).filter((one) => one.byteLength === TRAVELLING_BYTES);
  expect(kept).toHaveLength(4);
});
