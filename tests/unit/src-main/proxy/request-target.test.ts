import { describe, expect, it } from 'vitest';
import { readRequestTarget } from '../../../../src-main/proxy/request-target.ts';

describe('readRequestTarget', () => {
  it.each([
    ['POST', '/v1/messages?beta=true', { kind: 'api', api: 'messages', path: '/v1/messages', query: '?beta=true' }],
    ['POST', '/v1/messages/count_tokens', { kind: 'api', api: 'count_tokens', query: '' }],
    ['GET', '/v1/models?limit=1000', { kind: 'api', api: 'models' }],
    ['GET', '/v1/models/claude-x', { kind: 'api', api: 'other' }],
    ['POST', '/v1/messages/batches', { kind: 'api', api: 'other' }],
    ['DELETE', '/v1/files/f%20x', { kind: 'api', api: 'other' }],
    ['GET', '/v1/messages', { kind: 'unknown' }],
    ['TRACE', '/v1/files', { kind: 'unknown' }],
    ['HEAD', '/', { kind: 'probe' }],
    ['GET', '/', { kind: 'unknown' }],
    ['HEAD', '/api/hello', { kind: 'probe' }],
    ['GET', '/api/hello', { kind: 'probe' }],
    ['GET', '/health', { kind: 'health' }],
    ['GET', '/metrics', { kind: 'metrics' }],
    ['GET', '/v2/messages', { kind: 'unknown' }],
    ['GET', '/V1/messages', { kind: 'unknown' }],
  ])('%s %s', (method, target, expected) => {
    expect(readRequestTarget(method, target)).toMatchObject(expected);
  });

  it.each([
    'http://127.0.0.1/v1/messages',
    '*',
    'v1/messages',
    '//evil.example/v1/messages',
    '/v1//messages',
    '/v1/../v1/messages',
    '/v1/./messages',
    '/v1/%2e%2E/admin',
    '/v1/.%2e',
    '/v1/a%2fb',
    '/v1/a%5cb',
    '/v1/a%00',
    '/v1\\messages',
    '/v1/messages#x',
    '/v1/mess ages',
    '/v1/über',
    `/v1/${'a'.repeat(9_000)}`,
  ])('refuses %s', (target) => {
    expect(readRequestTarget('POST', target).kind).toBe('refused');
  });

  it('leaves dots and slashes in the query alone', () => {
    expect(readRequestTarget('GET', '/v1/models?after_id=../a//b').kind).toBe('api');
  });
});
