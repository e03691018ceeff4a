import { describe, expect, it } from 'vitest';
import { HeldBytes } from '../../../../src-main/proxy/held-bytes.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

describe('HeldBytes', () => {
  it('is full beyond its limit and wakes those that wait when there is room again', () => {
    const clock = new FakeClock();
    const held = new HeldBytes({ limitBytes: 10, clock });
    held.add(10);
    expect(held.isFull).toBe(false);
    held.add(5);
    expect(held.isFull).toBe(true);
    const heard: boolean[] = [];
    held.whenRoom(1_000, (hasRoom) => heard.push(hasRoom));
    held.release(1);
    expect(heard).toEqual([]);
    held.release(4);
    expect(heard).toEqual([true]);
    expect(held.bytes).toBe(10);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells those that waited too long, once', () => {
    const clock = new FakeClock();
    const held = new HeldBytes({ limitBytes: 1, clock });
    held.add(2);
    const heard: boolean[] = [];
    held.whenRoom(1_000, (hasRoom) => heard.push(hasRoom));
    clock.advance(1_000);
    held.release(2);
    expect(heard).toEqual([false]);
  });

  it('forgets those that stopped waiting', () => {
    const clock = new FakeClock();
    const held = new HeldBytes({ limitBytes: 1, clock });
    held.add(2);
    const heard: boolean[] = [];
    held.whenRoom(1_000, (hasRoom) => heard.push(hasRoom))();
    held.release(2);
    expect(heard).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
