import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../../src-main/storage/recorder.ts';
import type { ExchangeRecord } from '../../../../src-main/storage/worker-calls.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';

interface Sent {
  readonly batch: readonly ExchangeRecord[];
  readonly accept: (refused?: readonly { exchangeId: string; reason: string }[]) => void;
  readonly fail: () => void;
}

/** A writer whose answers the test gives by hand. */
function recorderWithWriter() {
  const clock = new FakeClock();
  const logger = new CaptureLogger();
  const sent: Sent[] = [];
  const writer = { isRunning: true };
  const recorder = new Recorder({
    clock,
    logger,
    canSend: () => writer.isRunning,
    send: (batch) =>
      new Promise((resolve, reject) => {
        sent.push({ batch, accept: (refused = []) => resolve(refused), fail: () => reject(new Error('disk full')) });
      }),
  });
  return { clock, logger, sent, writer, recorder };
}

/** Lets promise reactions run; nothing here waits for time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const stepsOf = (sent: Sent | undefined) => sent?.batch.map((record) => record.step);

describe('Recorder', () => {
  it('sends nothing at once, and everything of 10 ms in one batch, in order', async () => {
    const { clock, sent, recorder } = recorderWithWriter();
    const start = sampleStart();
    recorder.started(start);
    clock.advance(9);
    recorder.attempted(start.id, sampleAttempt());
    const other = sampleStart();
    recorder.finished(sampleEnd(other, []), []);
    expect(sent).toEqual([]);
    clock.advance(1);
    expect(sent).toHaveLength(1);
    expect(stepsOf(sent[0])).toEqual(['started', 'attempted', 'finished']);
  });

  it('sends one record of an exchange that began and ended within a batch, and leaves the others as they are', async () => {
    const { clock, sent, recorder } = recorderWithWriter();
    const [fast, slow] = [sampleStart(), sampleStart()];
    recorder.started(fast);
    recorder.started(slow);
    recorder.attempted(fast.id, sampleAttempt());
    recorder.attempted(slow.id, sampleAttempt());
    recorder.finished(sampleEnd(fast, [sampleAttempt()]), [sampleAttempt()]);
    clock.advance(10);
    expect(stepsOf(sent[0])).toEqual(['started', 'attempted', 'finished']);
    expect(sent[0]?.batch[2]).toMatchObject({ exchange: { id: fast.id }, attempts: [{ number: 1 }] });
    sent[0]?.accept();
    await settle();
    recorder.attempted(fast.id, sampleAttempt());
    clock.advance(10);
    expect(stepsOf(sent[1])).toEqual(['attempted']);
  });

  it('has one batch on its way at a time and collects the next meanwhile', async () => {
    const { clock, sent, recorder } = recorderWithWriter();
    recorder.started(sampleStart());
    clock.advance(10);
    recorder.started(sampleStart());
    recorder.started(sampleStart());
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
    sent[0]?.accept();
    await settle();
    clock.advance(10);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.batch).toHaveLength(2);
  });

  it('keeps a batch that could not be written, tries again after a second, and says so once', async () => {
    const { clock, sent, recorder, logger } = recorderWithWriter();
    const [first, second] = [sampleStart(), sampleStart()];
    recorder.started(first);
    clock.advance(10);
    recorder.started(second);
    for (let failure = 0; failure < 3; failure += 1) {
      sent[failure]?.fail();
      await settle();
      clock.advance(999);
      expect(sent).toHaveLength(failure + 1);
      clock.advance(1);
      expect(sent).toHaveLength(failure + 2);
    }
    expect(sent[3]?.batch.map((record) => record.step === 'started' && record.exchange.id)).toEqual([first.id, second.id]);
    expect(logger.messages('error')).toHaveLength(1);
    expect(recorder.problem).toBe('disk full');
    sent[3]?.accept();
    await settle();
    expect(logger.messages('info')).toEqual(['records can be stored again']);
    expect(recorder.problem).toBeNull();
  });

  it('drops only attempts under way when the queue is full, and says how many', async () => {
    const { clock, sent, recorder, logger } = recorderWithWriter();
    recorder.started(sampleStart());
    clock.advance(10);
    for (let index = 0; index < 20_000; index += 1) recorder.attempted('x', sampleAttempt());
    recorder.attempted('x', sampleAttempt());
    recorder.started(sampleStart());
    recorder.finished(sampleEnd(sampleStart(), []), []);
    sent[0]?.accept();
    await settle();
    clock.advance(10);
    expect(sent[1]?.batch).toHaveLength(20_002);
    expect(stepsOf(sent[1])?.slice(-2)).toEqual(['started', 'finished']);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { dropped: 1 } }]);
  });

  it('logs a record that can never be stored', async () => {
    const { clock, sent, recorder, logger } = recorderWithWriter();
    recorder.started(sampleStart());
    clock.advance(10);
    sent[0]?.accept([{ exchangeId: 'e1', reason: 'no outcome' }]);
    await settle();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { exchangeId: 'e1', reason: 'no outcome' } }]);
  });

  it('settles when everything so far is committed, without waiting for the 10 ms', async () => {
    const { sent, recorder, clock } = recorderWithWriter();
    await recorder.settled();
    recorder.started(sampleStart());
    let isSettled = false;
    const settled = recorder.settled().then(() => {
      isSettled = true;
    });
    await settle();
    expect([sent.length, isSettled]).toEqual([1, false]);
    sent[0]?.accept();
    await settled;
    expect(clock.pendingTimers).toBe(0);
  });

  it('settles after one failure instead of waiting for a full disk', async () => {
    const { sent, recorder } = recorderWithWriter();
    recorder.started(sampleStart());
    const settled = recorder.settled();
    await settle();
    sent[0]?.fail();
    await settled;
    expect(sent).toHaveLength(1);
  });

  it('gives up what nobody can write any more, and says so once', async () => {
    const { clock, sent, recorder, logger, writer } = recorderWithWriter();
    writer.isRunning = false;
    for (let batch = 0; batch < 3; batch += 1) {
      recorder.started(sampleStart());
      clock.advance(10);
      sent[batch]?.fail();
      await settle();
    }
    expect(logger.messages('error')).toHaveLength(1);
    expect(sent[2]?.batch).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('writes what is left when it stops, and says how much it had to give up', async () => {
    const { clock, sent, recorder, logger } = recorderWithWriter();
    recorder.started(sampleStart());
    const stopped = recorder.stop();
    await settle();
    sent[0]?.fail();
    await stopped;
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', message: 'records could not be stored before the stop', fields: { records: 1 } });
    clock.advance(10_000);
    expect([sent.length, clock.pendingTimers]).toEqual([1, 0]);
  });
});
