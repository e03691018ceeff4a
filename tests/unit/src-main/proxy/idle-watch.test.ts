import { expect, it } from 'vitest';
import { IdleWatch } from '../../../../src-main/proxy/idle-watch.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function watching() {
  const clock = new FakeClock();
  let idle = 0;
  const watch = new IdleWatch({
    clock,
    limitMs: 100,
    onIdle: () => {
      idle += 1;
    },
  });
  watch.start();
  return { clock, watch, idle: () => idle };
}

it('counts from the last byte, with one timer however many come', () => {
  const { clock, watch, idle } = watching();
  for (let i = 0; i < 10; i += 1) {
    clock.advance(90);
    watch.touched();
    expect(clock.pendingTimers).toBe(1);
  }
  expect(idle()).toBe(0);
  clock.advance(99);
  expect(idle()).toBe(0);
  clock.advance(1);
  expect(idle()).toBe(1);
  clock.advance(1_000);
  expect(idle()).toBe(1);
});

it('does not count while the client holds us up, and counts anew afterwards', () => {
  const { clock, watch, idle } = watching();
  watch.paused();
  clock.advance(1_000);
  expect(idle()).toBe(0);
  watch.resumed();
  clock.advance(99);
  expect(idle()).toBe(0);
  clock.advance(101);
  expect(idle()).toBe(1);
});

it('says nothing once stopped', () => {
  const { clock, watch, idle } = watching();
  watch.stop();
  clock.advance(1_000);
  expect(idle()).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});
