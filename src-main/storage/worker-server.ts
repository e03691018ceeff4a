/** Decides how a storage worker answers: one question at a time, in order, each with one answer, faults included. */
import type { MessagePort } from 'node:worker_threads';
import type { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { whatIsWrong } from './open-database.ts';
import { type Answer, type CallTable, parseWith, questionSchema } from './worker-calls.ts';

/** What the worker does for each call of its table. */
export type CallHandlers<T extends CallTable<T>> = {
  readonly [K in keyof T]: (input: z.output<T[K]['input']>) => z.input<T[K]['output']>;
};

/** Answers on `port` until it is closed. */
export function serveCalls<T extends CallTable<T>>(port: MessagePort, table: T, handlers: CallHandlers<T>): void {
  port.on('message', (message: unknown) => {
    const { id, call, input } = questionSchema.parse(message);
    port.postMessage(
      answerTo(id, call, () => {
        if (!isCallOf(table, call)) throw new AppError('INTERNAL', `the storage worker knows no call ${call}`);
        return handle(table, handlers, call, input);
      }),
    );
  });
}

function isCallOf<T extends object>(table: T, call: PropertyKey): call is keyof T {
  return Object.hasOwn(table, call);
}

function handle<T extends CallTable<T>, K extends keyof T>(table: T, handlers: CallHandlers<T>, call: K, input: unknown): unknown {
  return handlers[call](parseWith<T[K]['input']>(table[call].input, input));
}

function answerTo(id: number, call: string, answer: () => unknown): Answer {
  try {
    return { id, isOk: true, output: answer() };
  } catch (error) {
    return { id, isOk: false, error: describeFault(error, call) };
  }
}

function describeFault(error: unknown, call: string) {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const code = errorCodeOf(error) ?? '';
  if (code.startsWith('SQLITE_')) return { code: 'STORAGE_FAILED' as const, message: `the database ${whatIsWrong(error)}` };
  return {
    code: 'STORAGE_FAILED' as const,
    message: `${call} failed in the storage worker: ${error instanceof Error ? error.message : String(error)}`,
  };
}
