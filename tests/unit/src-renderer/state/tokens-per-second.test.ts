import { expect, it } from 'vitest';
import { tokensPerSecond } from '../../../../src-renderer/state/tokens-per-second.ts';
import { sampleUsage } from '../../../support/sample-exchange.ts';

const stream = { isStream: true, firstByteAtMs: 1_000, endedAtMs: 3_000, usage: sampleUsage({ outputTokens: 90 }) };

it('counts output from the first byte to the end', () => {
  expect(tokensPerSecond(stream)).toBe(45);
});

it.each([
  ['under way', { endedAtMs: null }],
  ['not streamed', { isStream: false }],
  ['without a byte', { firstByteAtMs: null }],
  ['without usage', { usage: null }],
  ['without output', { usage: sampleUsage({ outputTokens: 0 }) }],
  ['in one piece', { endedAtMs: 1_050 }],
])('says nothing of an answer %s', (_, change) => {
  expect(tokensPerSecond({ ...stream, ...change })).toBeNull();
});
