import { expect, it } from 'vitest';
import { LaunchLeases } from '../../../../src-main/admin/launch-leases.ts';

function leases() {
  const calls: string[] = [];
  return { calls, leases: new LaunchLeases(async () => void calls.push('proxy off')) };
}

it('is unused once all leases are back, each counted once, and gives none from then on', async () => {
  const { leases: all } = leases();
  const first = all.take({ switchesProxyOff: false });
  const second = all.take({ switchesProxyOff: false });
  const order: string[] = [];
  const unused = all.untilUnused().then(() => order.push('unused'));
  first?.();
  first?.();
  expect(all.held).toBe(1);
  const third = all.take({ switchesProxyOff: false });
  expect(third).not.toBeNull();
  second?.();
  order.push('still one');
  third?.();
  await unused;
  expect(order).toEqual(['still one', 'unused']);
  expect(all.take({ switchesProxyOff: false })).toBeNull();
});

it('is unused at once when nobody holds one', async () => {
  const { leases: all } = leases();
  await all.untilUnused();
  expect(all.take({ switchesProxyOff: false })).toBeNull();
});

it('switches a proxy that was off before off again, with the last session and not with the one that needed it first', () => {
  const { leases: all, calls } = leases();
  const first = all.take({ switchesProxyOff: true });
  const second = all.take({ switchesProxyOff: false });
  first?.();
  expect(calls).toEqual([]);
  second?.();
  expect(calls).toEqual(['proxy off']);
  all.take({ switchesProxyOff: false })?.();
  expect(calls).toHaveLength(1);
});

it('leaves the proxy to a stop that is under way', () => {
  const { leases: all, calls } = leases();
  const lease = all.take({ switchesProxyOff: true });
  all.close();
  lease?.();
  expect(calls).toEqual([]);
});
