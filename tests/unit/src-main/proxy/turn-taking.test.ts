import { describe, expect, it } from 'vitest';
import { EndpointSlots } from '../../../../src-main/proxy/endpoint-slots.ts';
import { TurnTaking } from '../../../../src-main/proxy/turn-taking.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const A = proxyEndpoint({ name: 'A', maxConcurrent: 1 }, 0);
const B = proxyEndpoint({ name: 'B', maxConcurrent: 2 }, 1);
const C = proxyEndpoint({ name: 'C' }, 2);

function taking(budgetMs = 60_000) {
  const clock = new FakeClock();
  const slots = new EndpointSlots({ clock });
  return { clock, slots, turns: new TurnTaking({ slots, clock, budgetMs: () => budgetMs }) };
}

describe('TurnTaking', () => {
  it('takes the first candidate with a free place and notes those that were full', async () => {
    const { slots, turns } = taking();
    expect(await turns.take([A, B, C])).toEqual({ kind: 'taken', endpoint: A, hasWaited: false });
    expect([turns.isOverflow, turns.note]).toEqual([false, null]);
    expect(await turns.take([A, B, C])).toMatchObject({ endpoint: B });
    expect([turns.isOverflow, turns.note]).toEqual([true, 'A was at its limit of 1 at once']);
    slots.tryTake(B);
    expect(await turns.take([A, B, C])).toMatchObject({ endpoint: C });
    expect(turns.note).toBe('A was at its limit of 1 at once, B was at its limit of 2 at once');
    expect(await turns.take([])).toEqual({ kind: 'none' });
    expect(turns.note).toBeNull();
  });

  it('waits for a place when all are full, 30 s over all its waits, and says how long it did', async () => {
    const { clock, slots, turns } = taking();
    slots.tryTake(A);
    const first = turns.take([A]);
    clock.advance(20_000);
    slots.release(A.id);
    expect(await first).toEqual({ kind: 'taken', endpoint: A, hasWaited: true });
    expect(turns.note).toBe('A was at its limit of 1 at once, waited 20.0 s for a place');
    const second = turns.take([A]);
    clock.advance(9_999);
    expect(slots.waiting).toBe(1);
    clock.advance(1);
    expect(await second).toEqual({ kind: 'overloaded' });
    expect(await turns.take([A])).toEqual({ kind: 'overloaded' });
    expect(turns.waitedMs).toBe(30_000);
  });

  it('ends its wait when the endpoints changed, which counts as waited', async () => {
    const { clock, slots, turns } = taking();
    slots.tryTake(A);
    const first = turns.take([A]);
    clock.advance(10_000);
    slots.reconsider();
    expect(await first).toEqual({ kind: 'changed' });
    expect(turns.waitedMs).toBe(10_000);
  });

  it('does not wait without a budget, and stops waiting when told', async () => {
    const without = taking(0);
    without.slots.tryTake(A);
    expect(await without.turns.take([A])).toEqual({ kind: 'overloaded' });
    const { slots, turns } = taking();
    slots.tryTake(A);
    const waiting = turns.take([A]);
    turns.leave();
    expect(await waiting).toEqual({ kind: 'left' });
    expect(slots.waiting).toBe(0);
  });
});
