import { describe, expect, it } from 'vitest';
import { type RangeChoice, readRange, resolveRange, writeRange } from '../../../../src-renderer/state/dashboard-range.ts';

const read = (search: string) => readRange(new URLSearchParams(search));
const iso = (ms: number) => new Date(ms).toISOString();
/** 21 November 2026, 15:07 in Berlin. */
const NOW_MS = Date.UTC(2026, 10, 21, 14, 7);
const resolve = (choice: RangeChoice, nowMs = NOW_MS, timeZone = 'Europe/Berlin') => resolveRange(choice, nowMs, timeZone);

describe('the range in the address', () => {
  it.each<[string, RangeChoice]>([
    ['', { preset: '7d' }],
    ['range=year', { preset: 'year' }],
    ['range=fortnight', { preset: '7d' }],
    ['from=2026-11-01&to=2026-11-10', { preset: null, from: '2026-11-01', to: '2026-11-10' }],
    ['from=2026-11-10&to=2026-11-01', { preset: null, from: '2026-11-01', to: '2026-11-10' }],
    ['from=2026-02-30&to=2026-11-01&range=today', { preset: 'today' }],
  ])('%j is read as %j', (search, expected) => expect(read(search)).toEqual(expected));

  it('is written so that it is read as the same, and leaves the rest of the address alone', () => {
    for (const choice of [{ preset: 'today' }, { preset: '7d' }, { preset: null, from: '2026-01-01', to: '2026-02-01' }] as const) {
      const next = writeRange(new URLSearchParams('metric=cost&range=year&from=2020-01-01&to=2020-01-02'), choice);
      expect(readRange(next)).toEqual(choice);
      expect(next.get('metric')).toBe('cost');
    }
  });
});

describe('what a range means now', () => {
  it.each([
    ['today', '2026-11-21', 1, 'hour'],
    ['7d', '2026-11-15', 7, 'day'],
    ['15d', '2026-11-07', 15, 'day'],
    ['30d', '2026-10-23', 30, 'day'],
    ['90d', '2026-08-24', 90, 'day'],
    ['year', '2025-11-22', 365, 'week'],
  ] as const)('%s goes from %s to today', (preset, firstDate, days, step) => {
    expect(resolve({ preset })).toMatchObject({ firstDate, lastDate: '2026-11-21', days, step });
  });

  it('is cut at midnight of the zone, summer time or not', () => {
    const { sinceMs, untilMs } = resolve({ preset: '30d' });
    // The clocks were set back in between.
    expect([iso(sinceMs), iso(untilMs)]).toEqual(['2026-10-22T22:00:00.000Z', '2026-11-21T23:00:00.000Z']);
  });

  it.each(['Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'UTC'])('ranges and the ones before meet in %s', (zone) => {
    for (let day = 0; day < 366; day += 7) {
      const range = resolve({ preset: '15d' }, NOW_MS + day * 86_400_000, zone);
      expect(range.before.untilMs).toBeLessThanOrEqual(range.sinceMs);
      expect(range.before.sinceMs).toBeLessThan(range.before.untilMs);
      expect(range.sinceMs).toBeLessThan(range.untilMs);
      expect(range.untilMs % 900_000).toBe(0);
    }
  });

  it('compares a day that is not over with the same part of the day before, to the next quarter of an hour', () => {
    const { before } = resolve({ preset: 'today' });
    expect([before.firstDate, before.lastDate]).toEqual(['2026-11-20', '2026-11-20']);
    expect([iso(before.sinceMs), iso(before.untilMs)]).toEqual(['2026-11-19T23:00:00.000Z', '2026-11-20T14:15:00.000Z']);
  });

  it('compares days that are over with as many whole days', () => {
    const { before, sinceMs } = resolve({ preset: null, from: '2026-11-10', to: '2026-11-12' });
    expect([before.firstDate, before.lastDate, before.untilMs]).toEqual(['2026-11-07', '2026-11-09', sinceMs]);
  });

  it('is the same for every instant of 15 minutes, so that answers are kept', () => {
    expect(resolve({ preset: '7d' }, NOW_MS + 7 * 60_000 + 59_000)).toEqual(resolve({ preset: '7d' }));
  });

  it('leaves out days to come and mistyped years', () => {
    expect(resolve({ preset: null, from: '2026-11-20', to: '2030-01-01' })).toMatchObject({ firstDate: '2026-11-20', lastDate: '2026-11-21' });
    expect(resolve({ preset: null, from: '2030-01-01', to: '2030-01-02' })).toMatchObject({ firstDate: '2026-11-21', days: 1 });
    expect(resolve({ preset: null, from: '0026-11-20', to: '2026-11-20' })).toMatchObject({ days: 3_660, step: 'month' });
  });

  it('has a calendar of a year that ends with it, also after a 29 February', () => {
    const { year } = resolve({ preset: null, from: '2024-02-01', to: '2024-02-29' });
    expect([iso(year.sinceMs), iso(year.untilMs)]).toEqual(['2023-02-28T23:00:00.000Z', '2024-02-29T23:00:00.000Z']);
  });
});
