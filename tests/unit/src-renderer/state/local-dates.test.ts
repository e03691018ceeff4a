import { describe, expect, it } from 'vitest';
import { addDays, createLocalDates, daysBetween, isDate, weekdayOf } from '../../../../src-renderer/state/local-dates.ts';

const iso = (ms: number) => new Date(ms).toISOString();

describe('local dates', () => {
  it.each([
    ['Europe/Berlin', '2026-11-20', '2026-11-19T23:00:00.000Z'],
    ['America/New_York', '2026-11-20', '2026-11-20T05:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-20', '2026-11-20T11:00:00.000Z'],
    // Midnight is left out on the day that summer time begins.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    // A date that was left out begins with the next one.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ])('in %s %s begins at %s', (timeZone, date, expected) => {
    expect(iso(createLocalDates(timeZone).startOf(date))).toBe(expected);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/New_York', '2026-11-20', 24],
  ])('in %s the hours of %s are %d together, each beginning where the one before ends', (timeZone, date, length) => {
    const dates = createLocalDates(timeZone);
    const hours = dates.hoursOf(date);
    expect(hours).toHaveLength(25);
    expect(hours).toEqual([...hours].sort((a, b) => a - b));
    expect([hours[0], hours[24]]).toEqual([dates.startOf(date), dates.startOf(addDays(date, 1))]);
    expect(((hours[24] ?? 0) - (hours[0] ?? 0)) / 3_600_000).toBe(length);
  });

  it('gives an hour that is left out no length, and one that is repeated twice its length', () => {
    const dates = createLocalDates('Europe/Berlin');
    const lengths = (date: string) => dates.hoursOf(date).map((ms, hour, all) => ((all[hour + 1] ?? ms) - ms) / 3_600_000);
    expect(lengths('2026-03-29').slice(1, 4)).toEqual([1, 0, 1]);
    expect(lengths('2026-10-25').slice(1, 4)).toEqual([1, 2, 1]);
  });

  it('tells date and minutes of an instant by the clock of the zone', () => {
    const dates = createLocalDates('Asia/Kolkata');
    expect(dates.dateOf(Date.UTC(2026, 10, 20, 18, 29))).toBe('2026-11-20');
    expect(dates.dateOf(Date.UTC(2026, 10, 20, 18, 30))).toBe('2026-11-21');
    expect(dates.minutesOf(Date.UTC(2026, 10, 20, 19, 15))).toBe(45);
  });

  it('counts with dates as a calendar does', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect([weekdayOf('2026-11-16'), weekdayOf('2026-11-22')]).toEqual([1, 7]);
  });

  it.each([
    ['2026-11-20', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['20-11-2026', false],
    ['', false],
  ])('%j is a date: %s', (text, expected) => expect(isDate(text)).toBe(expected));
});
