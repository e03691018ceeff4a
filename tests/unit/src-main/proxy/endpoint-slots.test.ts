import { describe, expect, it } from 'vitest';
import { EndpointSlots, MAX_WAITING } from '../../../../src-main/proxy/endpoint-slots.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const A = { id: 'a', maxConcurrent: 1 };
const B = { id: 'b', maxConcurrent: 2 };
const FREE = { id: 'free', maxConcurrent: null };

const full = (clock = new FakeClock()) => {
  const slots = new EndpointSlots({ clock });
  for (const endpoint of [A, B, B]) expect(slots.tryTake(endpoint)).toBe(true);
  return { slots, clock };
};

describe('EndpointSlots', () => {
  it('lets as many run at an endpoint as its limit says, and any number without one', () => {
    const { slots } = full();
    expect([slots.tryTake(A), slots.tryTake(B)]).toEqual([false, false]);
    for (let i = 0; i < 1_000; i += 1) expect(slots.tryTake(FREE)).toBe(true);
    expect([slots.running('a'), slots.running('b'), slots.running('free')]).toEqual([1, 2, 1_000]);
    slots.release('b');
    expect([slots.running('b'), slots.tryTake(B), slots.tryTake(B)]).toEqual([1, true, false]);
  });

  it('gives a free place to whoever waits for that endpoint longest, and takes it for them', async () => {
    const { slots } = full();
    const onlyB = slots.wait([B], 1_000);
    const first = slots.wait([A, B], 1_000);
    const second = slots.wait([A], 1_000);
    slots.release('a');
    expect(await first.ended).toEqual({ kind: 'taken', endpoint: A });
    expect([slots.running('a'), slots.waiting]).toEqual([1, 2]);
    slots.release('a');
    expect(await second.ended).toEqual({ kind: 'taken', endpoint: A });
    slots.release('b');
    expect(await onlyB.ended).toEqual({ kind: 'taken', endpoint: B });
    slots.release('a');
    expect([slots.running('a'), slots.waiting]).toEqual([0, 0]);
  });

  it('passes over whoever left, and forgets them', async () => {
    const { slots, clock } = full();
    const left = slots.wait([A], 1_000);
    const stays = slots.wait([A], 1_000);
    left.leave();
    expect(await left.ended).toEqual({ kind: 'left' });
    slots.release('a');
    expect(await stays.ended).toEqual({ kind: 'taken', endpoint: A });
    left.leave();
    expect([slots.waiting, slots.running('a'), clock.pendingTimers]).toEqual([0, 1, 0]);
  });

  it('lets nobody wait longer than asked, nor more than its queue holds', async () => {
    const { slots, clock } = full();
    const waits = Array.from({ length: MAX_WAITING }, () => slots.wait([A], 30_000));
    expect(await slots.wait([A], 30_000).ended).toEqual({ kind: 'full' });
    clock.advance(29_999);
    expect(slots.waiting).toBe(MAX_WAITING);
    clock.advance(1);
    expect(new Set((await Promise.all(waits.map(({ ended }) => ended))).map(({ kind }) => kind))).toEqual(new Set(['late']));
    slots.release('a');
    expect([slots.waiting, slots.running('a')]).toEqual([0, 0]);
  });

  it('sends all who wait back, in order, when the endpoints have changed', async () => {
    const { slots, clock } = full();
    const order: string[] = [];
    const waits = ['first', 'second', 'third'].map((name) => slots.wait([A], 1_000).ended.then(({ kind }) => order.push(`${name} ${kind}`)));
    slots.reconsider();
    await Promise.all(waits);
    expect(order).toEqual(['first changed', 'second changed', 'third changed']);
    expect([slots.waiting, slots.running('a'), clock.pendingTimers]).toEqual([0, 1, 0]);
    slots.reconsider();
  });

  it('a limit that was lowered or raised meanwhile counts from the next place on', () => {
    const { slots } = full();
    expect(slots.tryTake({ ...B, maxConcurrent: 3 })).toBe(true);
    slots.release('b');
    slots.release('b');
    expect(slots.tryTake({ ...B, maxConcurrent: 1 })).toBe(false);
  });
});
