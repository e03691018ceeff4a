import { expect, it } from 'vitest';
import { inputTokensOf } from '../../../../src-renderer/state/input-tokens.ts';

const usage = {
  inputTokens: 1,
  cacheReadTokens: 20,
  cacheWrite5mTokens: 300,
  cacheWrite1hTokens: 4_000,
  outputTokens: 9,
  source: 'reported',
} as const;

it('takes what was reported, from the cache or not', () => expect(inputTokensOf({ usage, requestBytes: 10 })).toBe(4_321));

it('derives it from the size where nothing was reported', () => {
  expect(inputTokensOf({ usage: null, requestBytes: 401 })).toBe(101);
  const nothing = { ...usage, inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
  expect(inputTokensOf({ usage: nothing, requestBytes: 400 })).toBe(100);
});
