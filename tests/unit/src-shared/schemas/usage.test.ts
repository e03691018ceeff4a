import { expect, it } from 'vitest';
import { timeZoneSchema, usageInputSchema } from '../../../../src-shared/schemas/usage.ts';

it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'])('takes the time zone %s', (zone) => {
  expect(timeZoneSchema.parse(zone)).toBe(zone);
});

it.each(['', 'Mars/Olympus', 'x'.repeat(200)])('refuses the time zone "%s"', (zone) => {
  expect(timeZoneSchema.safeParse(zone).success).toBe(false);
});

it('asks by day in UTC unless told otherwise', () => {
  expect(usageInputSchema.parse({ sinceMs: 0, untilMs: 1 })).toEqual({ by: 'day', sinceMs: 0, untilMs: 1, timeZone: 'UTC' });
});
