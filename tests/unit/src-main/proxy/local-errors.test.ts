import { describe, expect, it } from 'vitest';
import { errorBody, localError, rawErrorAnswer } from '../../../../src-main/proxy/local-errors.ts';

describe('local errors', () => {
  it.each([
    ['invalid_request_error', 400],
    ['permission_error', 403],
    ['request_too_large', 413],
    ['unsupported_media_type', 415],
    ['loop_error', 508],
    ['overloaded_error', 529],
  ] as const)('%s has status %i', (type, status) => {
    expect(localError(type, 'm').status).toBe(status);
  });

  it('names a wait for our own overload only', () => {
    expect(localError('overloaded_error', 'm').retryAfterS).toBe(5);
    expect(localError('permission_error', 'm').retryAfterS).toBeNull();
  });

  it('are shaped as the API shapes them', () => {
    expect(JSON.parse(errorBody('api_error', 'a "b"').toString())).toEqual({ type: 'error', error: { type: 'api_error', message: 'a "b"' } });
  });

  it('have a length that fits when written to a bare socket', () => {
    const [head, body] = rawErrorAnswer(localError('invalid_request_error', 'größe'), 'Bad Request').toString().split('\r\n\r\n');
    expect(head).toContain('HTTP/1.1 400 Bad Request');
    expect(head).toContain(`content-length: ${Buffer.byteLength(body ?? '')}`);
  });
});
