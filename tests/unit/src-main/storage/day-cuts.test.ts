import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoDays } from '../../../../src-main/storage/day-cuts.ts';

const HOUR_MS = 3_600_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Cairo',
];

const lengthsInHours = (from: string, to: string, zone: string) =>
  cutIntoDays(Date.parse(from), Date.parse(to), zone).map((day) => [day.key, (day.endMs - day.startMs) / HOUR_MS]);

describe('cutIntoDays', () => {
  it('knows the short and the long day of summer time', () => {
    expect(lengthsInHours('2026-03-27T23:00Z', '2026-03-30T22:00Z', 'Europe/Berlin')).toEqual([
      ['2026-03-28', 24],
      ['2026-03-29', 23],
      ['2026-03-30', 24],
    ]);
    expect(lengthsInHours('2026-10-24T22:00Z', '2026-10-26T23:00Z', 'Europe/Berlin')).toEqual([
      ['2026-10-25', 25],
      ['2026-10-26', 24],
    ]);
  });

  it('cuts at quarters of an hour where the zone is off by one, and shifts by half an hour on Lord Howe', () => {
    expect(cutIntoDays(Date.parse('2026-01-01T00:00Z'), Date.parse('2026-01-02T00:00Z'), 'Asia/Kathmandu')[1]).toEqual({
      key: '2026-01-02',
      startMs: Date.parse('2026-01-01T18:15Z'),
      endMs: Date.parse('2026-01-02T00:00Z'),
    });
    expect(lengthsInHours('2026-04-03T13:00Z', '2026-04-05T13:30Z', 'Australia/Lord_Howe')).toEqual([
      ['2026-04-04', 24],
      ['2026-04-05', 24.5],
    ]);
  });

  it('knows that Samoa had no 30 December 2011', () => {
    expect(lengthsInHours('2011-12-29T10:00Z', '2011-12-31T10:00Z', 'Pacific/Apia')).toEqual([
      ['2011-12-29', 24],
      ['2011-12-31', 24],
    ]);
  });

  it('widens the range to whole quarters, and gives nothing for an empty one', () => {
    expect(cutIntoDays(Date.parse('2026-01-01T10:07Z'), Date.parse('2026-01-01T10:16Z'), 'UTC')).toEqual([
      { key: '2026-01-01', startMs: Date.parse('2026-01-01T10:00Z'), endMs: Date.parse('2026-01-01T10:30Z') },
    ]);
    expect(cutIntoDays(1_000_000_000, 1_000_000_000 - 900_000, 'UTC')).toEqual([]);
  });

  it('covers any range without gap or overlap, and every quarter belongs to its calendar day', () => {
    const quarter = fc.integer({ min: Date.parse('2018-01-01') / 900_000, max: Date.parse('2028-01-01') / 900_000 });
    fc.assert(
      fc.property(quarter, fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(...ZONES), (first, count, timeZone) => {
        const [sinceMs, untilMs] = [first * 900_000, (first + count) * 900_000];
        const days = cutIntoDays(sinceMs, untilMs, timeZone);
        expect([days[0]?.startMs, days.at(-1)?.endMs]).toEqual([sinceMs, untilMs]);
        const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
        days.forEach((day, index) => {
          if (index > 0) expect(day.startMs).toBe(days[index - 1]?.endMs);
          for (let ms = day.startMs; ms < day.endMs; ms += 900_000) if (format.format(ms) !== day.key) expect.fail(`${ms} is not in ${day.key}`);
        });
        expect(new Set(days.map((day) => day.key)).size).toBe(days.length);
      }),
      { numRuns: 60 },
    );
  });
});
