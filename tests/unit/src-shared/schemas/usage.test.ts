import { expect, it } from 'vitest';
import { timeZoneSchema, usageHoursInputSchema, usageInputSchema, usageSeriesInputSchema } from '../../../../src-shared/schemas/usage.ts';

it('knows IANA time zones, those with odd offsets too, and no others', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Eucla']) expect(timeZoneSchema.parse(zone)).toBe(zone);
  for (const zone of ['', 'Mars/Olympus', 'Berlin', "UTC'; DROP TABLE", 'x'.repeat(101)])
    expect(timeZoneSchema.safeParse(zone).success, zone).toBe(false);
});

it('asks per day in UTC unless told otherwise', () => {
  expect(usageInputSchema.parse({ sinceMs: 0, untilMs: 1 })).toMatchObject({ by: 'day', timeZone: 'UTC' });
  expect(usageInputSchema.safeParse({ by: 'week', sinceMs: 0, untilMs: 1 }).success).toBe(false);
});

const DAY_MS = 86_400_000;

it('shows two years hour by hour, but refuses steps that nobody could show', () => {
  const series = (days: number, step: string) => usageSeriesInputSchema.safeParse({ sinceMs: 0, untilMs: days * DAY_MS, step });
  expect(series(2 * 365, 'hour').data).toMatchObject({ by: null, keys: 8, timeZone: 'UTC' });
  expect(series(3 * 365, 'hour').error?.issues).toMatchObject([{ path: ['step'] }]);
  expect(series(365, 'quarter-hour').success).toBe(false);
  expect(series(50 * 365, 'day').success).toBe(true);
});

it('has a row for each of ten years of dates, and any range by weekday', () => {
  const hours = (days: number, rows: string) => usageHoursInputSchema.safeParse({ sinceMs: 0, untilMs: days * DAY_MS, rows }).success;
  expect([hours(10 * 365, 'date'), hours(20 * 365, 'date'), hours(60 * 365, 'weekday')]).toEqual([true, false, true]);
});
