import { describe, expect, it } from 'vitest';
import { hourCells } from '../../../../src-main/storage/hour-cells.ts';

const QUARTER_MS = 900_000;

/** The rows, and the cells of the quarters in the order of time, each cell once in a row. */
const cells = (from: string, to: string, timeZone: string, rows: 'date' | 'weekday') => {
  const [sinceMs, untilMs] = [Date.parse(from), Date.parse(to)];
  const answer = hourCells({ sinceMs, untilMs, timeZone, rows });
  const found: (number | null)[] = [];
  for (let ms = sinceMs; ms < untilMs; ms += QUARTER_MS) if (answer.cellOf(ms) !== found.at(-1)) found.push(answer.cellOf(ms));
  return { rows: answer.rows, cells: found, outside: [answer.cellOf(sinceMs - QUARTER_MS), answer.cellOf(untilMs)] };
};

describe('hourCells', () => {
  it('gives each local date a row of 24 hours', () => {
    expect(cells('2026-05-01T20:00Z', '2026-05-01T23:00Z', 'Europe/Berlin', 'date')).toEqual({
      rows: ['2026-05-01', '2026-05-02'],
      cells: [22, 23, 24],
      outside: [null, null],
    });
  });

  it('puts an hour that the clocks repeat into one cell', () => {
    expect(cells('2026-10-24T23:00Z', '2026-10-25T03:00Z', 'Europe/Berlin', 'date').cells).toEqual([1, 2, 3]);
  });

  it('follows half hours, and leaves the hour free that the clocks skip', () => {
    expect(cells('2026-05-01T17:30Z', '2026-05-01T19:15Z', 'Asia/Kathmandu', 'date').cells).toEqual([23, 24]);
    expect(cells('2026-03-29T00:00Z', '2026-03-29T02:00Z', 'Europe/Berlin', 'date').cells).toEqual([1, 3]);
  });

  it('gives weekdays seven rows, Monday first, whatever the range', () => {
    const week = cells('2026-11-22T23:00Z', '2026-11-23T01:00Z', 'UTC', 'weekday');
    expect(week).toEqual({ rows: ['1', '2', '3', '4', '5', '6', '7'], cells: [6 * 24 + 23, 0], outside: [null, null] });
  });
});
