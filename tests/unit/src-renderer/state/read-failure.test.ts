import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { readFailure } from '../../../../src-renderer/state/read-failure.ts';

const answered = (data: object, message = 'said so') => TRPCClientError.from({ error: { message, code: -32_000, data } });
const response = (status: number, body: unknown) =>
  TRPCClientError.from(new Error('Unable to transform response'), { meta: { response: { status }, responseJSON: body } });

describe('readFailure', () => {
  it('reads code, field and repair of an error of the core', () => {
    const failure = readFailure(answered({ httpStatus: 409, app: { code: 'ENDPOINT_NAME_TAKEN', field: 'name', repair: null }, issues: null }));
    expect(failure).toEqual({ kind: 'app', code: 'ENDPOINT_NAME_TAKEN', message: 'said so', field: 'name', repair: null, issues: [] });
  });

  it('lists the issues of an input with dotted paths', () => {
    const issues = [{ path: ['patch', 'baseUrl'], code: 'custom', message: 'is not a valid URL' }];
    const failure = readFailure(answered({ httpStatus: 400, app: { code: 'CONFIG_INVALID', field: 'patch.baseUrl', repair: null }, issues }));
    expect(failure.issues).toEqual([{ path: 'patch.baseUrl', message: 'is not a valid URL' }]);
  });

  it('leaves out a repair that this version does not know', () => {
    expect(readFailure(answered({ app: { code: 'INTERNAL', field: null, repair: 'reboot' } }))).toMatchObject({ kind: 'app', repair: null });
  });

  it.each([401, 403])('takes a %d of the host for the end of the session', (status) => {
    expect(readFailure(response(status, { error: { code: 'UNAUTHORIZED', message: 'no session' } })).kind).toBe('session');
  });

  it('tells silence from an answer that makes no sense', () => {
    expect(readFailure(TRPCClientError.from(new TypeError('Failed to fetch')))).toMatchObject({ kind: 'unreachable', repair: 'retry' });
    expect(readFailure(response(502, '<html>')).kind).toBe('unknown');
    expect(readFailure(new Error('bug')).kind).toBe('unknown');
  });

  it('passes on what the host itself says', () => {
    expect(readFailure(response(429, { error: { code: 'RATE', message: 'too many' } }))).toMatchObject({ kind: 'app', message: 'too many' });
  });
});
