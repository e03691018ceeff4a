import { describe, expect, it } from 'vitest';
import { isLoopbackUrl, isOurToken, leftoverKeys, proxyUrlIn } from '../../../../src-main/claude-code/known-values.ts';

const KEYS = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'API_TIMEOUT_MS'];
const OURS = `cp-${'a'.repeat(64)}`;
const OLD = `cp-${'0123456789abcdef'.repeat(2)}`;

describe('known values', () => {
  it.each([
    [OURS, true],
    [OLD, true],
    [`cp-${'a'.repeat(63)}`, false],
    [`cp-${'g'.repeat(64)}`, false],
    ['sk-ant-api03-x', false],
    [`x${OURS}`, false],
    [42, false],
  ])('of tokens: %s is ours: %s', (value, expected) => {
    expect(isOurToken(value)).toBe(expected);
  });

  it.each([
    ['http://127.0.0.1:9000', true],
    ['http://localhost:1/', true],
    ['http://[::1]:9000', true],
    ['http://127.9.9.9', true],
    ['https://api.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['nonsense', false],
    [undefined, false],
  ])('of URLs: %s is loopback: %s', (value, expected) => {
    expect(isLoopbackUrl(value)).toBe(expected);
  });

  it.each([
    [
      { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000', ANTHROPIC_AUTH_TOKEN: OURS, API_TIMEOUT_MS: '1' },
      ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN'],
    ],
    [{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000', ANTHROPIC_AUTH_TOKEN: OLD }, ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN']],
    [{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:1234', ANTHROPIC_AUTH_TOKEN: 'lmstudio' }, []],
    [{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:1234' }, []],
    [{ ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: OURS }, ['ANTHROPIC_AUTH_TOKEN']],
    [{ ANTHROPIC_AUTH_TOKEN: 'ANTHROPIC_AUTH_TOKEN', API_TIMEOUT_MS: 'API_TIMEOUT_MS' }, ['ANTHROPIC_AUTH_TOKEN', 'API_TIMEOUT_MS']],
    [{}, []],
  ])('in %j the leftovers are %j', (env, expected) => {
    expect(leftoverKeys(env, KEYS)).toEqual(expected);
  });

  it('names the address of a proxy only beside a token of our shape', () => {
    expect(proxyUrlIn({ ANTHROPIC_BASE_URL: 'http://localhost:9000', ANTHROPIC_AUTH_TOKEN: OURS })).toBe('http://localhost:9000');
    expect(proxyUrlIn({ ANTHROPIC_BASE_URL: 'http://localhost:9000', ANTHROPIC_AUTH_TOKEN: 'x' })).toBeNull();
  });
});
