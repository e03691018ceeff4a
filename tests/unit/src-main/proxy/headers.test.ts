import { describe, expect, it } from 'vitest';
import { forwardableRequestHeaders, forwardableResponseHeaders, headerOf, headerRecord } from '../../../../src-main/proxy/headers.ts';

describe('forwardableRequestHeaders', () => {
  it('drops connection headers, credentials, cookies and everything named in Connection', () => {
    const kept = forwardableRequestHeaders([
      'Host',
      'h',
      'Connection',
      'keep-alive, X-Hop',
      'X-Hop',
      '1',
      'Keep-Alive',
      'timeout=5',
      'Proxy-Authorization',
      'x',
      'TE',
      'trailers',
      'Trailer',
      'x',
      'Transfer-Encoding',
      'chunked',
      'Upgrade',
      'h2c',
      'Expect',
      '100-continue',
      'X-Api-Key',
      'secret',
      'Authorization',
      'Bearer secret',
      'Cookie',
      'a=b',
      'Content-Length',
      '5',
      'Accept-Encoding',
      'gzip',
      'User-Agent',
      'claude-cli/2',
    ]);
    expect(kept).toEqual(['User-Agent', 'claude-cli/2']);
  });

  it('keeps names, order and repetition of the rest', () => {
    const raw = ['X-B', '1', 'anthropic-version', '2023-06-01', 'x-b', '2'];
    expect(forwardableRequestHeaders(raw)).toEqual(raw);
  });

  it('joins repeated anthropic-beta headers without losing a value', () => {
    expect(forwardableRequestHeaders(['Anthropic-Beta', 'a,b', 'x', '1', 'anthropic-beta', 'c', 'anthropic-beta', 'd'])).toEqual([
      'Anthropic-Beta',
      'a,b,c,d',
      'x',
      '1',
    ]);
  });
});

describe('forwardableResponseHeaders', () => {
  it('keeps what the client acts on and the encoding of the untouched body', () => {
    const raw = [
      'request-id',
      'r',
      'anthropic-ratelimit-requests-remaining',
      '1',
      'retry-after',
      '3',
      'x-should-retry',
      'false',
      'content-encoding',
      'br',
      'content-length',
      '9',
    ];
    expect(forwardableResponseHeaders(raw)).toEqual(raw);
  });

  it('drops connection headers, cookies and what speaks for another origin', () => {
    const raw = [
      'Connection',
      'x-hop',
      'X-Hop',
      '1',
      'Transfer-Encoding',
      'chunked',
      'Set-Cookie',
      'a=b',
      'Strict-Transport-Security',
      'max-age=1',
      'Alt-Svc',
      'h3',
    ];
    expect(forwardableResponseHeaders(raw)).toEqual([]);
  });
});

describe('reading raw lists', () => {
  it('finds a header whatever its case, and the first of several', () => {
    expect(headerOf(['A', '1', 'a', '2'], 'a')).toBe('1');
    expect(headerOf(['A', '1'], 'b')).toBeUndefined();
    expect(headerRecord(['A', '1', 'a', '2', 'B', '3'])).toEqual({ a: '1', b: '3' });
  });
});
