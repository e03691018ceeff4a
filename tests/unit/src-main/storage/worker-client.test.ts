import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { WorkerClient } from '../../../../src-main/storage/worker-client.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';

const CALLS = {
  double: { input: z.object({ value: z.number() }), output: z.object({ value: z.number() }) },
  never: { input: z.null(), output: z.null() },
  wrong: { input: z.null(), output: z.object({ value: z.number() }) },
  refuse: { input: z.null(), output: z.null() },
  crash: { input: z.null(), output: z.null() },
  leave: { input: z.null(), output: z.null() },
  babble: { input: z.null(), output: z.null() },
} as const;

/** A worker that misbehaves when asked to. */
const FRAGILE_WORKER = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, call, input }) => {
    if (call === 'double') parentPort.postMessage({ id, isOk: true, output: { value: input.value * 2 } });
    if (call === 'wrong') parentPort.postMessage({ id, isOk: true, output: { value: 'text' } });
    if (call === 'refuse') parentPort.postMessage({ id, isOk: false, error: { code: 'DATABASE_NEWER', message: 'too new' } });
    if (call === 'crash') throw new Error('out of luck');
    if (call === 'babble') parentPort.postMessage('what?');
    if (call === 'leave') process.exit(3);
  });`;

function startClient() {
  const logger = new CaptureLogger();
  const url = new URL(`data:text/javascript,${encodeURIComponent(FRAGILE_WORKER)}`);
  const client = new WorkerClient({ name: 'test worker', url, calls: CALLS, logger });
  onTestFinished(() => client.terminate());
  return { client, logger };
}

describe('WorkerClient', () => {
  it('gives every call its own answer', async () => {
    const { client } = startClient();
    const values = await Promise.all(Array.from({ length: 50 }, (_, value) => client.call('double', { value })));
    expect(values.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, value) => value * 2));
  });

  it('passes on the code and message of a fault', async () => {
    await expect(startClient().client.call('refuse', null)).rejects.toMatchObject({ name: 'AppError', code: 'DATABASE_NEWER', message: 'too new' });
  });

  it('rejects an answer that is not of the promised shape', async () => {
    await expect(startClient().client.call('wrong', null)).rejects.toMatchObject({ code: 'STORAGE_FAILED', cause: { name: 'ZodError' } });
  });

  it.each([
    ['throws', 'crash' as const, /out of luck|failed/],
    ['exits', 'leave' as const, /ended with code 3/],
    ['says something that is no answer', 'babble' as const, /unknown form/],
  ])('fails open and later calls and reports it once when the worker %s', async (_, how, message) => {
    const { client, logger } = startClient();
    const open = [client.call('never', null), client.call('never', null)];
    const results = await Promise.allSettled([...open, client.call(how, null)]);
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'STORAGE_FAILED', message: expect.stringMatching(message) } });
    await expect(client.call('double', { value: 1 })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(client.isAlive).toBe(false);
    expect(logger.messages('error')).toEqual(['a storage worker died']);
  });

  it('rejects what is open when it is ended on purpose, without an error in the log', async () => {
    const { client, logger } = startClient();
    const open = client.call('never', null);
    const outcome = expect(open).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await client.terminate();
    await outcome;
    await expect(client.call('never', null)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(logger.lines).toEqual([]);
  });
});
