import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoSlots, daysSinceMonday, SlotIndex } from '../../../../src-main/storage/time-slots.ts';
import type { UsageStep } from '../../../../src-shared/schemas/usage.ts';
import { localKeys, QUARTER_MS } from '../../../support/naive-usage.ts';

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
  'Africa/Casablanca',
];

const cut = (from: string, to: string, timeZone: string, step: UsageStep = 'day') =>
  cutIntoSlots({ sinceMs: Date.parse(from), untilMs: Date.parse(to), timeZone, step });
const lengthsInHours = (from: string, to: string, timeZone: string, step: UsageStep = 'day') =>
  cut(from, to, timeZone, step).map((slot) => [slot.key, (slot.endMs - slot.startMs) / HOUR_MS]);

describe('cutIntoSlots', () => {
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
    expect(cut('2026-01-01T00:00Z', '2026-01-02T00:00Z', 'Asia/Kathmandu')[1]).toEqual({
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

  it('makes two slots of an hour that the clocks repeat, and none of one that they leave out', () => {
    expect(lengthsInHours('2026-10-24T23:00Z', '2026-10-25T02:00Z', 'Europe/Berlin', 'hour')).toEqual([
      ['2026-10-25T01:00', 1],
      ['2026-10-25T02:00', 1],
      ['2026-10-25T02:00', 1],
    ]);
    expect(lengthsInHours('2026-03-29T00:00Z', '2026-03-29T02:00Z', 'Europe/Berlin', 'hour')).toEqual([
      ['2026-03-29T01:00', 1],
      ['2026-03-29T03:00', 1],
    ]);
  });

  it('begins weeks on Monday, names them by it, and knows how long months are', () => {
    expect(lengthsInHours('2026-11-18T00:00Z', '2026-12-01T00:00Z', 'UTC', 'week')).toEqual([
      ['2026-11-16', 5 * 24],
      ['2026-11-23', 7 * 24],
      ['2026-11-30', 24],
    ]);
    expect(lengthsInHours('2028-01-31T00:00Z', '2028-03-02T00:00Z', 'UTC', 'month')).toEqual([
      ['2028-01', 24],
      ['2028-02', 29 * 24],
      ['2028-03', 24],
    ]);
  });

  it('widens the range to whole quarters, and gives nothing for an empty one', () => {
    expect(cut('2026-01-01T10:07Z', '2026-01-01T10:16Z', 'UTC')).toEqual([
      { key: '2026-01-01', startMs: Date.parse('2026-01-01T10:00Z'), endMs: Date.parse('2026-01-01T10:30Z') },
    ]);
    expect(cut('2026-01-01T10:07Z', '2026-01-01T10:07Z', 'UTC')).toEqual([]);
    expect(cut('2026-01-02T00:00Z', '2026-01-01T00:00Z', 'UTC')).toEqual([]);
  });

  it('covers any range without gap or overlap, and every quarter belongs to its slot on the calendar', () => {
    const quarter = fc.integer({ min: Date.parse('2018-01-01') / QUARTER_MS, max: Date.parse('2028-01-01') / QUARTER_MS });
    const step = fc.constantFrom<UsageStep>('quarter-hour', 'hour', 'day', 'day', 'week', 'month');
    fc.assert(
      fc.property(quarter, fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(...ZONES), step, (first, count, timeZone, size) => {
        const [sinceMs, untilMs] = [first * QUARTER_MS, (first + count) * QUARTER_MS];
        const slots = cutIntoSlots({ sinceMs, untilMs, timeZone, step: size });
        const keyAt = localKeys(timeZone, size);
        expect([slots[0]?.startMs, slots.at(-1)?.endMs]).toEqual([sinceMs, untilMs]);
        slots.forEach((slot, index) => {
          if (index > 0) expect(slot.startMs).toBe(slots[index - 1]?.endMs);
          for (let ms = slot.startMs; ms < slot.endMs; ms += QUARTER_MS) if (keyAt(ms) !== slot.key) expect.fail(`${ms} is not in ${slot.key}`);
        });
        if (size !== 'hour' && size !== 'quarter-hour') expect(new Set(slots.map((slot) => slot.key)).size).toBe(slots.length);
      }),
      { numRuns: 80 },
    );
  });
});

describe('SlotIndex', () => {
  it('finds the slot of each quarter, and none outside', () => {
    const slots = cut('2026-01-01T10:00Z', '2026-01-01T12:30Z', 'UTC', 'hour');
    const index = new SlotIndex(slots);
    expect(['09:45', '10:00', '10:45', '11:00', '12:15', '12:30'].map((time) => index.slotOf(Date.parse(`2026-01-01T${time}Z`)))).toEqual([
      -1, 0, 0, 1, 2, -1,
    ]);
    expect(new SlotIndex([]).slotOf(0)).toBe(-1);
  });
});

describe('daysSinceMonday', () => {
  it('is 0 on Monday and 6 on Sunday', () => {
    expect(['2026-11-16', '2026-11-21', '2026-11-22', '1969-12-29', '1969-12-28'].map((date) => daysSinceMonday(Date.parse(date)))).toEqual([
      0, 5, 6, 0, 6,
    ]);
  });
});
