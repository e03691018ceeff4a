import { expect, it } from 'vitest';
import { z } from 'zod';
import { bodyOfSize, readFixture } from '../../../../bench/request-bodies.ts';

const bodySchema = z.looseObject({ model: z.string(), stream: z.literal(true), messages: z.array(z.looseObject({ role: z.string() })) });

it.each([
  [10_000, '16-bare'],
  [54_321, '01-print-first-turn'],
  [100_000, '01-print-first-turn'],
  [1_000_000, '01-print-first-turn'],
  [4_000_000, '01-print-first-turn'],
])('makes a request of exactly %i bytes out of %s', (sizeBytes, fixture) => {
  const body = bodyOfSize(sizeBytes, readFixture(fixture));
  expect(body.length).toBe(sizeBytes);
  const parsed = bodySchema.parse(JSON.parse(body.toString('utf8')));
  expect(parsed.messages.at(-1)?.role).toBe('user');
});

it('refuses a size that the fixture alone exceeds', () => {
  expect(() => bodyOfSize(10_000, readFixture('01-print-first-turn'))).toThrow('no room');
});
