import { expect, it } from 'vitest';
import { TestPlaces } from '../../../../src-main/mcp/test-places.ts';

const stay = new AbortController().signal;

it('gives a place that is released to who has waited longest', async () => {
  const places = new TestPlaces(1);
  expect(await places.take(stay)).toBe(true);
  const order: string[] = [];
  const first = places.take(stay).then(() => order.push('first'));
  const second = places.take(stay).then(() => order.push('second'));
  places.release();
  await first;
  expect(order).toEqual(['first']);
  places.release();
  await second;
  expect(order).toEqual(['first', 'second']);
});

it('passes over who has left, and gives no place to who comes too late', async () => {
  const places = new TestPlaces(1);
  await places.take(stay);
  const leaving = new AbortController();
  const left = places.take(leaving.signal);
  const next = places.take(stay);
  leaving.abort();
  expect(await left).toBe(false);
  places.release();
  expect(await next).toBe(true);
  expect(await places.take(AbortSignal.abort())).toBe(false);
  places.release();
  expect(await places.take(stay)).toBe(true);
});
