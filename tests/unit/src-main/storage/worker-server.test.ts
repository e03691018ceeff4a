import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { serveCalls } from '../../../../src-main/storage/worker-server.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

const CALLS = { double: { input: z.object({ value: z.number() }), output: z.number() }, fail: { input: z.string(), output: z.null() } } as const;

const FAULTS: Readonly<Record<string, () => Error>> = {
  app: () => new AppError('DATABASE_FOREIGN', 'not ours'),
  full: () => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }),
  plain: () => new TypeError('a bug'),
};

function startServer() {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  serveCalls(port2, CALLS, {
    double: ({ value }) => value * 2,
    fail: (kind) => {
      throw FAULTS[kind]?.() ?? new Error(kind);
    },
  });
  return async (message: unknown): Promise<unknown> => {
    const answer = once(port1, 'message');
    port1.postMessage(message);
    const [event]: unknown[] = await answer;
    return event instanceof MessageEvent ? event.data : event;
  };
}

describe('serveCalls', () => {
  it('answers a call with its number', async () => {
    expect(await startServer()({ id: 7, call: 'double', input: { value: 21 } })).toEqual({ id: 7, isOk: true, output: 42 });
  });

  it.each([
    ['a fault of ours', 'app', 'DATABASE_FOREIGN', /not ours/],
    ['a full disk', 'full', 'STORAGE_FAILED', /disk is full/],
    ['a bug', 'plain', 'STORAGE_FAILED', /fail failed.*a bug/],
  ])('answers %s as an error that can be matched by code', async (_, kind, code, message) => {
    expect(await startServer()({ id: 1, call: 'fail', input: kind })).toEqual({
      id: 1,
      isOk: false,
      error: { code, message: expect.stringMatching(message) },
    });
  });

  it('refuses calls it does not know, and input of another shape, and goes on', async () => {
    const ask = startServer();
    expect(await ask({ id: 1, call: 'toString', input: null })).toMatchObject({ id: 1, isOk: false, error: { code: 'INTERNAL' } });
    expect(await ask({ id: 2, call: 'double', input: { value: '21' } })).toMatchObject({ id: 2, isOk: false });
    expect(await ask({ id: 3, call: 'double', input: { value: 1 } })).toMatchObject({ id: 3, isOk: true, output: 2 });
  });
});
