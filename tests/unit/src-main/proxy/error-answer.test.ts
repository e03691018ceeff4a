import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { anthropicProtocol } from '../../../../src-main/protocols/anthropic/anthropic-protocol.ts';
import { readErrorAnswer, requestIdOf } from '../../../../src-main/proxy/error-answer.ts';

const ERROR = '{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}';

describe('readErrorAnswer', () => {
  it('reads type, text and named wait, and keeps the bytes', () => {
    const headers = ['retry-after', '7', 'set-cookie', 'a=b'];
    const { observation, received } = readErrorAnswer({ status: 429, headers, body: Buffer.from(ERROR) }, anthropicProtocol, 0);
    expect(observation).toEqual({
      kind: 'status',
      status: 429,
      errorType: 'rate_limit_error',
      text: 'slow down',
      isAnthropicError: true,
      namedWaitMs: 7_000,
    });
    expect(received).toEqual({ status: 429, headers: ['retry-after', '7'], body: Buffer.from(ERROR) });
  });

  it('reads a compressed error and still keeps the bytes as they came', () => {
    const body = gzipSync(ERROR);
    const { observation, received } = readErrorAnswer({ status: 429, headers: ['content-encoding', 'gzip'], body }, anthropicProtocol, 0);
    expect(observation).toMatchObject({ text: 'slow down', isAnthropicError: true });
    expect(received.body).toBe(body);
  });

  it('shows the beginning of a page that is no error of the API', () => {
    const { observation } = readErrorAnswer({ status: 502, headers: [], body: Buffer.from(`<html>${'x'.repeat(20_000)}`) }, anthropicProtocol, 0);
    expect(observation).toMatchObject({ errorType: null, isAnthropicError: false, namedWaitMs: null });
    expect(observation.text).toHaveLength(2_000);
  });
});

it('requestIdOf knows the usual names', () => {
  expect(requestIdOf(['x-request-id', 'b', 'Request-Id', 'a'])).toBe('a');
  expect(requestIdOf(['CF-Ray', 'c'])).toBe('c');
  expect(requestIdOf([])).toBeNull();
});
