import { expect, it } from 'vitest';
import { credentialsIn, redactHeaders, redactUrl } from '../../../../src-main/audit/redact-head.ts';
import { SecretFinder } from '../../../../src-main/audit/secret-finder.ts';

const finder = new SecretFinder();
finder.configure(['sk-literal-secret'], []);
const headers = (...raw: string[]) => redactHeaders(raw, finder, []);

it.each([
  'Authorization',
  'x-api-key',
  'Proxy-Authorization',
  'Cookie',
  'Set-Cookie',
  'X-Auth-Token',
  'x-goog-api-key',
  'X-Amz-Security-Token',
  'api_key',
])('takes the value of %s out', (name) => {
  expect(headers(name, 'secret=1')).toEqual([[name, '[redacted]']]);
});

it.each(['anthropic-ratelimit-tokens-remaining', 'anthropic-beta', 'content-type', 'x-ratelimit-limit-tokens', 'retry-after'])(
  'leaves %s as it is',
  (name) => {
    expect(headers(name, '40000')).toEqual([[name, '40000']]);
  },
);

it('keeps repeated headers and their order, and finds credentials in other values', () => {
  expect(headers('B', '1', 'a', 'sk-literal-secret', 'B', '2', 'Location', 'https://u:p@x.example/?token=abc&page=2')).toEqual([
    ['B', '1'],
    ['a', '[redacted]'],
    ['B', '2'],
    ['Location', 'https://[redacted]@x.example/?token=[redacted]&page=2'],
  ]);
});

it.each([
  ['/v1/messages?beta=true&api_key=abc', '/v1/messages?beta=true&api_key=[redacted]'],
  ['/v1/files?access_token=abc#x', '/v1/files?access_token=[redacted]#x'],
  ['https://user:pass@host/v1?after_id=7', 'https://[redacted]@host/v1?after_id=7'],
  ['/v1/sk-literal-secret/messages', '/v1/[redacted]/messages'],
])('reads %s as %s', (given, expected) => {
  expect(redactUrl(given, finder, [])).toBe(expected);
});

it('remembers what a client sent in credential headers and in the URL, because an endpoint may echo it', () => {
  const found = credentialsIn(
    ['Authorization', 'Bearer foreign-credential', 'Cookie', 'a=cookie-value-1; b=2', 'x-api-key', `cp-${'0'.repeat(64)}`],
    '/v1?key=url-secret-1',
  );
  expect(found).toEqual(expect.arrayContaining(['foreign-credential', 'cookie-value-1', 'url-secret-1']));
  expect(found.some((form) => form.startsWith('cp-'))).toBe(false);
});
