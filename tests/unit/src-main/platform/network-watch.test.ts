import { describe, expect, it } from 'vitest';
import { machineAddresses, NetworkWatch } from '../../../../src-main/platform/network-watch.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const SECOND = 1_000;

function watching(addresses: string[] = ['10.0.0.2']) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const watch = new NetworkWatch({ clock, onChange: (change) => seen.push(change), addresses: () => addresses });
  watch.start();
  return { clock, seen, watch, addresses };
}

describe('NetworkWatch', () => {
  it('says nothing while time and network stay as they are, also when the same addresses come in another order', () => {
    const { clock, seen, addresses } = watching(['10.0.0.2', '2001:db8::1']);
    clock.advance(3_600 * SECOND);
    addresses.reverse();
    clock.advance(60 * SECOND);
    expect(seen).toEqual([]);
  });

  it('notices once that the machine slept: wall time went on, timers did not', () => {
    const { clock, seen } = watching();
    clock.advance(15 * SECOND);
    clock.stepWallClock(31 * SECOND);
    clock.advance(5 * SECOND);
    expect(seen).toEqual(['slept']);
    clock.advance(60 * SECOND);
    expect(seen).toEqual(['slept']);
  });

  it('takes neither a small correction of the clock nor one that steps back for sleep', () => {
    const { clock, seen } = watching();
    clock.stepWallClock(30 * SECOND);
    clock.advance(10 * SECOND);
    clock.stepWallClock(-3_600 * SECOND);
    clock.advance(20 * SECOND);
    expect(seen).toEqual([]);
  });

  it('notices an address that came, went or changed, within ten seconds', () => {
    const { clock, seen, addresses } = watching();
    addresses.push('192.168.1.5');
    clock.advance(10 * SECOND);
    expect(seen).toEqual(['network-changed']);
    addresses.splice(0, 2);
    clock.advance(10 * SECOND);
    addresses.push('10.9.9.9');
    clock.advance(10 * SECOND);
    expect(seen).toEqual(['network-changed', 'network-changed', 'network-changed']);
  });

  it('holds no timer after its stop', () => {
    const { clock, seen, watch, addresses } = watching();
    watch.stop();
    addresses.push('192.168.1.5');
    clock.advance(60 * SECOND);
    expect([clock.pendingTimers, seen]).toEqual([0, []]);
  });

  it('sees no loopback and no link-local address of this machine', () => {
    for (const address of machineAddresses()) expect(address).not.toMatch(/^(127\.|::1$|fe80:|169\.254\.)/);
  });
});
