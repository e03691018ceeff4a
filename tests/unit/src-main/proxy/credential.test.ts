import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../src-main/platform/secret.ts';
import { credentialHeader, credentialStyle, presentedTokens } from '../../../../src-main/proxy/credential.ts';

const endpoint = (baseUrl: string, key: string, authStyle: 'auto' | 'client' | 'x-api-key' | 'bearer' = 'auto') => ({
  baseUrl,
  authStyle,
  credential: new Secret(key),
});

describe('credentialStyle', () => {
  it.each([
    ['auto at api.anthropic.com', endpoint('https://api.anthropic.com', 'k'), 'bearer', 'x-api-key'],
    ['auto at api.anthropic.com with port and path', endpoint('https://api.anthropic.com:8443/v2', 'k'), 'bearer', 'x-api-key'],
    ['auto at a longer name', endpoint('https://api.anthropic.com.example', 'k'), 'bearer', 'bearer'],
    ['auto where only the path says so', endpoint('https://relay.example/api.anthropic.com', 'k'), 'bearer', 'bearer'],
    ['auto with a console key elsewhere', endpoint('https://gw.example', 'sk-ant-api03-x'), 'bearer', 'x-api-key'],
    ['auto with any other key', endpoint('https://gw.example', 'abc'), 'bearer', 'bearer'],
    ['auto, client with a key', endpoint('https://gw.example', 'abc'), 'x-api-key', 'x-api-key'],
    ['client at api.anthropic.com', endpoint('https://api.anthropic.com', 'k', 'client'), 'bearer', 'bearer'],
    ['fixed bearer', endpoint('https://api.anthropic.com', 'k', 'bearer'), 'x-api-key', 'bearer'],
    ['fixed x-api-key', endpoint('https://gw.example', 'k', 'x-api-key'), 'bearer', 'x-api-key'],
  ] as const)('%s', (_name, given, clientStyle, expected) => {
    expect(credentialStyle(given, clientStyle)).toBe(expected);
  });
});

describe('credentialHeader', () => {
  it('is exactly one header, or none without a credential', () => {
    expect(credentialHeader('bearer', new Secret('k'))).toEqual(['authorization', 'Bearer k']);
    expect(credentialHeader('x-api-key', new Secret('k'))).toEqual(['x-api-key', 'k']);
    expect(credentialHeader('bearer', null)).toEqual([]);
  });
});

describe('presentedTokens', () => {
  it('finds both, each with its style', () => {
    expect(presentedTokens({ 'x-api-key': 'a', authorization: 'bearer  b ' })).toEqual([
      { style: 'x-api-key', value: 'a' },
      { style: 'bearer', value: 'b' },
    ]);
  });

  it('ignores other schemes and empty values', () => {
    expect(presentedTokens({ 'x-api-key': '', authorization: 'Basic abc' })).toEqual([]);
  });
});
