import { expect, it } from 'vitest';
import { timeZoneSchema, usageInputSchema } from '../../../../src-shared/schemas/usage.ts';

it('knows IANA time zones, those with odd offsets too, and no others', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Eucla']) expect(timeZoneSchema.parse(zone)).toBe(zone);
  for (const zone of ['', 'Mars/Olympus', 'Berlin', "UTC'; DROP TABLE", 'x'.repeat(101)])
    expect(timeZoneSchema.safeParse(zone).success, zone).toBe(false);
});

it('asks per day in UTC unless told otherwise', () => {
  expect(usageInputSchema.parse({ sinceMs: 0, untilMs: 1 })).toMatchObject({ by: 'day', timeZone: 'UTC' });
  expect(usageInputSchema.safeParse({ by: 'week', sinceMs: 0, untilMs: 1 }).success).toBe(false);
});
