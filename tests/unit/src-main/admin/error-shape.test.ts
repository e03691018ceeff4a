import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeError, isFault, statusOf } from '../../../../src-main/admin/error-shape.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

describe('describeError', () => {
  it('tells code, field and repair of an AppError', () => {
    const cause = new AppError('PORT_IN_USE', 'port 9000 is in use', { field: 'proxy.port', repair: 'choose-port' });
    expect(describeError(new TRPCError({ code: 'CONFLICT', cause }))).toEqual({
      message: 'port 9000 is in use',
      app: { code: 'PORT_IN_USE', field: 'proxy.port', repair: 'choose-port' },
      issues: null,
    });
  });

  it('names every wrong field of an input in words', () => {
    const parsed = z
      .object({ name: z.string(), proxy: z.object({ port: z.int('must be a whole number') }) })
      .safeParse({ name: 1, proxy: { port: 1.5 } });
    const described = describeError(new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error }));
    expect(described.message).toMatch(/^name: .+; proxy\.port: must be a whole number$/);
    expect(described.app).toEqual({ code: 'CONFIG_INVALID', field: 'name', repair: null });
    expect(described.issues?.map((issue) => issue.path)).toEqual([['name'], ['proxy', 'port']]);
  });

  it('has no field to name when the input as a whole is wrong', () => {
    const parsed = z.object({}).safeParse('text');
    expect(describeError(new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error })).app.field).toBeNull();
  });

  it('does not tell what went wrong inside', () => {
    const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('SELECT * FROM tokens failed') });
    expect(JSON.stringify(describeError(error))).not.toContain('SELECT');
    expect(describeError(error).app.code).toBe('INTERNAL');
    expect(isFault(error)).toBe(true);
  });

  it('does not take a failure that has a code for a fault of the program', () => {
    expect(isFault(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new AppError('STORAGE_FAILED', 'disk full') }))).toBe(false);
    expect(isFault(new TRPCError({ code: 'NOT_FOUND' }))).toBe(false);
  });
});

describe('statusOf', () => {
  it.each([
    ['ENDPOINT_NOT_FOUND', 'NOT_FOUND'],
    ['CONFIG_INVALID', 'BAD_REQUEST'],
    ['ENDPOINT_NAME_TAKEN', 'CONFLICT'],
    ['UNAUTHORIZED', 'UNAUTHORIZED'],
    ['STORAGE_FAILED', 'INTERNAL_SERVER_ERROR'],
  ] as const)('answers %s with %s', (code, status) => {
    expect(statusOf(code)).toBe(status);
  });
});
