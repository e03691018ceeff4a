import { describe, expect, it } from 'vitest';
import { hourCells } from '../../../../src-main/storage/hour-cells.ts';

const cells = (from: string, to: string, timeZone: string, rows: 'date' | 'weekday') => {
  const { slots, cellOfSlot, ...answer } = hourCells({ sinceMs: Date.parse(from), untilMs: Date.parse(to), timeZone, rows });
  return { ...answer, cells: cellOfSlot, hours: slots.length };
};

describe('hourCells', () => {
  it('gives each local date a row of 24 hours', () => {
    expect(cells('2026-05-01T20:00Z', '2026-05-01T23:00Z', 'Europe/Berlin', 'date')).toEqual({
      rows: ['2026-05-01', '2026-05-02'],
      cells: [22, 23, 24],
      hours: 3,
    });
  });

  it('puts an hour that the clocks repeat into one cell', () => {
    expect(cells('2026-10-24T23:00Z', '2026-10-25T03:00Z', 'Europe/Berlin', 'date').cells).toEqual([1, 2, 2, 3]);
  });

  it('gives weekdays seven rows, Monday first, whatever the range', () => {
    const week = cells('2026-11-22T23:00Z', '2026-11-23T01:00Z', 'UTC', 'weekday');
    expect(week).toEqual({ rows: ['1', '2', '3', '4', '5', '6', '7'], cells: [6 * 24 + 23, 0], hours: 2 });
  });
});
