import { expect, it } from 'vitest';
import { RunningExchanges } from '../../../../src-main/proxy/running-exchanges.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** An exchange that ends when it is interrupted or told to. */
function exchange() {
  const end = Promise.withResolvers<string>();
  return { end, interrupt: () => end.resolve('interrupted') };
}

it('is idle once the last exchange has ended, however it ended', async () => {
  const running = new RunningExchanges(new FakeClock());
  await running.idle(1_000);
  const [good, bad] = [exchange(), exchange()];
  const tracked = running.track(good, good.end.promise);
  const failing = running.track(bad, bad.end.promise).catch((error: unknown) => error);
  const idle = running.idle(1_000).then(() => 'idle');
  expect(await Promise.race([idle, Promise.resolve('busy')])).toBe('busy');
  good.end.resolve('done');
  bad.end.reject(new Error('broken'));
  expect(await tracked).toBe('done');
  expect(await failing).toEqual(new Error('broken'));
  expect(await idle).toBe('idle');
});

it('waits no longer than it is told', async () => {
  const clock = new FakeClock();
  const running = new RunningExchanges(clock);
  const one = exchange();
  const tracked = running.track(one, one.end.promise);
  const idle = running.idle(1_000);
  clock.advance(1_000);
  await idle;
  await running.idle(0);
  one.interrupt();
  await tracked;
});

it('interrupts all that run and waits for their ends', async () => {
  const running = new RunningExchanges(new FakeClock());
  const all = [exchange(), exchange()];
  const ends = Promise.all(all.map((one) => running.track(one, one.end.promise)));
  await running.interruptAll();
  expect(await ends).toEqual(['interrupted', 'interrupted']);
});
