import { expect, it } from 'vitest';
import { startRetention } from '../../../../src-main/storage/retention.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../../src-shared/units.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** Lets the promises of one run settle. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('deletes what is older than the setting says, after the start and then every six hours', async () => {
  const clock = new FakeClock();
  const startMs = clock.nowMs();
  const cuts: number[] = [];
  let keepDays = 10;
  startRetention({ prune: async (beforeMs) => cuts.push(beforeMs), keepDays: () => keepDays, clock, logger: new CaptureLogger() });
  expect(cuts).toEqual([]);
  clock.advance(MS_PER_MINUTE);
  await settled();
  keepDays = 5;
  clock.advance(6 * MS_PER_HOUR);
  await settled();
  expect(cuts).toEqual([startMs + MS_PER_MINUTE - 10 * MS_PER_DAY, startMs + MS_PER_MINUTE + 6 * MS_PER_HOUR - 5 * MS_PER_DAY]);
});

it('goes on after a run that failed, and says so', async () => {
  const clock = new FakeClock();
  const logger = new CaptureLogger();
  let runs = 0;
  const prune = async () => {
    runs += 1;
    if (runs === 1) throw new Error('disk full');
    return 0;
  };
  startRetention({ prune, keepDays: () => 1, clock, logger });
  clock.advance(MS_PER_MINUTE);
  await settled();
  clock.advance(6 * MS_PER_HOUR);
  await settled();
  expect(runs).toBe(2);
  expect(logger.messages('error')).toEqual(['old exchanges could not be deleted']);
});

it('ends for good, even during a run', async () => {
  const clock = new FakeClock();
  const end = startRetention({ prune: async () => 0, keepDays: () => 1, clock, logger: new CaptureLogger() });
  clock.advance(MS_PER_MINUTE);
  end();
  await settled();
  expect(clock.pendingTimers).toBe(0);
});
