import { expect, it } from 'vitest';
import { failureOf, fromWorkerSchema, toWorkerSchema, workerDataSchema } from '../../../../src-main/desktop/host-messages.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

it('keeps code and message of an AppError over the thread boundary and calls everything else INTERNAL', () => {
  expect(failureOf(new AppError('PORT_IN_USE', 'taken', { cause: new Error('x') }))).toEqual({ code: 'PORT_IN_USE', message: 'taken' });
  expect(failureOf(new TypeError('odd'))).toEqual({ code: 'INTERNAL', message: 'odd' });
  expect(failureOf('text')).toEqual({ code: 'INTERNAL', message: 'text' });
});

it.each([
  ['an unknown message', fromWorkerSchema, { type: 'format-disk' }],
  ['an unknown question', fromWorkerSchema, { type: 'ask', id: 1, question: { kind: 'read-file', path: 'x' } }],
  ['an unknown error code', fromWorkerSchema, { type: 'start-failed', failure: { code: 'NOPE', message: '' } }],
  ['an unknown proxy action', toWorkerSchema, { type: 'proxy', action: 'restart' }],
  ['worker data without a folder', workerDataSchema, { folder: '', isDemo: false, version: '1', environment: {}, overrides: {} }],
])('rejects %s', (_what, schema, message) => {
  expect(schema.safeParse(message).success).toBe(false);
});
