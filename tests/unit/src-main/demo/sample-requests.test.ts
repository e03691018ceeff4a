import { expect, it } from 'vitest';
import { z } from 'zod';
import { sampleRequest } from '../../../../src-main/demo/sample-requests.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

const bodySchema = z.looseObject({
  model: z.string(),
  max_tokens: z.number().optional(),
  stream: z.boolean().optional(),
  messages: z.array(z.unknown()).min(1),
});
const samples = (length: 'short' | 'long', seed = 1) => {
  const random = seededRandom(seed);
  return Array.from({ length: 400 }, () => sampleRequest(random, length));
};

it('repeats itself for the same seed', () => {
  expect(samples('short')).toEqual(samples('short'));
});

it('mixes models, sessions, clients, streamed and plain requests, token counts and faulty ones', () => {
  const all = samples('short').map((sample) => ({ ...sample, parsed: bodySchema.parse(JSON.parse(sample.body)) }));
  expect(new Set(all.map((sample) => sample.parsed.model)).size).toBe(3);
  expect(new Set(all.map((sample) => sample.headers['x-claude-code-session-id'])).size).toBe(5);
  expect(new Set(all.map((sample) => sample.headers['user-agent'])).size).toBe(3);
  expect(new Set(all.map((sample) => sample.parsed.stream))).toEqual(new Set([true, false, undefined]));
  expect(all.some((sample) => sample.path.startsWith('/v1/messages/count_tokens'))).toBe(true);
  expect(all.some((sample) => sample.parsed.max_tokens === 0)).toBe(true);
});

it('lets some clients leave, but only while a long answer streams', () => {
  expect(samples('short').every((sample) => sample.leavesAfterMs === null)).toBe(true);
  const leaving = samples('long').filter((sample) => sample.leavesAfterMs !== null);
  expect(leaving.length).toBeGreaterThan(0);
  expect(leaving.length).toBeLessThan(80);
});
