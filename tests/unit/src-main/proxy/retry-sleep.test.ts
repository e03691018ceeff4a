import { expect, it } from 'vitest';
import { RetrySleep } from '../../../../src-main/proxy/retry-sleep.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

it('waits as long as it is told and counts it', async () => {
  const clock = new FakeClock();
  const sleeps = new RetrySleep(clock);
  let isAwake = false;
  const sleep = sleeps.sleep(500).then(() => {
    isAwake = true;
  });
  clock.advance(499);
  await Promise.resolve();
  expect(isAwake).toBe(false);
  clock.advance(1);
  await sleep;
  await sleeps.sleep(0);
  expect(sleeps.sleptMs).toBe(500);
});

it('is woken early, and leaves no timer behind', async () => {
  const clock = new FakeClock();
  const sleeps = new RetrySleep(clock);
  sleeps.wake();
  const sleep = sleeps.sleep(60_000);
  expect(clock.pendingTimers).toBe(1);
  sleeps.wake();
  await sleep;
  expect(clock.pendingTimers).toBe(0);
});
