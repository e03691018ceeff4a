import { describe, expect, it } from 'vitest';
import { createCalendarFormatters } from '../../../../src-shared/i18n/calendar-formatters.ts';

describe('calendar formatters', () => {
  it('writes dates, weekdays and hours in the language, in no zone but that of the date itself', () => {
    const english = createCalendarFormatters('en-GB');
    expect(english.date('2026-11-20')).toMatch(/^Fri,? 20 Nov 2026$/);
    expect(english.dates('2026-11-12', '2026-11-18')).toMatch(/^12\s?[–-]\s?18 Nov 2026$/u);
    expect(english.dates('2026-11-12', '2026-11-12')).toBe('12 Nov 2026');
    expect([english.dayOfMonth('2026-11-20'), english.month('2026-11-20')]).toEqual(['Fri 20', 'Nov']);
    expect([english.weekday(1), english.weekdayInFull(7)]).toEqual(['Mon', 'Sunday']);
    expect([english.hour(0), english.hours(14), english.hours(23)]).toEqual(['00:00', '14:00–15:00', '23:00–00:00']);
  });

  it('speaks the other languages', () => {
    expect(createCalendarFormatters('ru').weekdayInFull(1)).toBe('понедельник');
    expect(createCalendarFormatters('zh').month('2026-11-20')).toBe('11月');
  });
});
