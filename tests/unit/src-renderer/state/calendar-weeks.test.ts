import { describe, expect, it } from 'vitest';
import { calendarWeeks, firstWeekdayOf, weekdaysFrom } from '../../../../src-renderer/state/calendar-weeks.ts';
import { addDays, weekdayOf } from '../../../../src-renderer/state/local-dates.ts';

const days = (first: string, count: number) => Array.from({ length: count }, (_, index) => addDays(first, index));

describe('calendar weeks', () => {
  it.each([1, 6, 7])('puts each day once into the row of its weekday, for a week that begins on day %d', (first) => {
    const dates = days('2025-11-22', 365);
    const { rows, weekdays } = calendarWeeks(dates, first);
    expect(weekdays[0]).toBe(first);
    expect(
      rows
        .flat()
        .filter((index) => index !== null)
        .sort((a, b) => a - b),
    ).toEqual(dates.map((_, index) => index));
    for (const [row, indexes] of rows.entries()) {
      for (const index of indexes) if (index !== null) expect(weekdayOf(dates[index] ?? '')).toBe(weekdays[row]);
    }
  });

  it('goes down a week before it begins the next', () => {
    // A Wednesday.
    const { rows } = calendarWeeks(days('2026-11-18', 6), 1);
    expect(rows).toEqual([
      [null, 5],
      [null, null],
      [0, null],
      [1, null],
      [2, null],
      [3, null],
      [4, null],
    ]);
  });

  it('names the months over all columns', () => {
    const { months, rows } = calendarWeeks(days('2026-10-30', 40), 1);
    expect(months).toEqual([
      { date: '2026-10-30', columns: 1 },
      { date: '2026-11-02', columns: 5 },
      { date: '2026-12-07', columns: 1 },
    ]);
    expect(rows[0]).toHaveLength(7);
  });

  it('is empty without days', () => expect(calendarWeeks([], 1)).toMatchObject({ months: [], rows: [[], [], [], [], [], [], []] }));
});

describe('the first day of the week', () => {
  it.each([
    ['en-US', 7],
    ['en-GB', 1],
    ['ru', 1],
    ['ar-EG', 6],
  ])('of %s is %d', (locale, expected) => expect(firstWeekdayOf(locale)).toBe(expected));
});

it('a week begins with any day and goes through all of them', () => {
  expect([1, 7].map(weekdaysFrom)).toEqual([
    [1, 2, 3, 4, 5, 6, 7],
    [7, 1, 2, 3, 4, 5, 6],
  ]);
});
