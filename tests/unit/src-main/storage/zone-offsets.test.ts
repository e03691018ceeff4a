import { describe, expect, it } from 'vitest';
import { offsetSpans } from '../../../../src-main/storage/zone-offsets.ts';

const spans = (from: string, to: string, timeZone: string) =>
  offsetSpans(Date.parse(from), Date.parse(to), timeZone).map(({ startMs, endMs, offsetMs }) => [
    new Date(startMs).toISOString().slice(0, 16),
    new Date(endMs).toISOString().slice(0, 16),
    offsetMs / 60_000,
  ]);

describe('offsetSpans', () => {
  it('finds both changes of a year to the quarter of an hour', () => {
    expect(spans('2026-01-01T00:00Z', '2027-01-01T00:00Z', 'Europe/Berlin')).toEqual([
      ['2026-01-01T00:00', '2026-03-29T01:00', 60],
      ['2026-03-29T01:00', '2026-10-25T01:00', 120],
      ['2026-10-25T01:00', '2027-01-01T00:00', 60],
    ]);
    expect(spans('2026-04-01T00:00Z', '2026-11-01T00:00Z', 'Australia/Lord_Howe')).toEqual([
      ['2026-04-01T00:00', '2026-04-04T15:00', 660],
      ['2026-04-04T15:00', '2026-10-03T15:30', 630],
      ['2026-10-03T15:30', '2026-11-01T00:00', 660],
    ]);
  });

  it('gives one span where nothing changes, west and east', () => {
    expect(spans('2026-01-01T00:05Z', '2026-01-01T00:06Z', 'Pacific/Marquesas')).toEqual([['2026-01-01T00:00', '2026-01-01T00:15', -570]]);
    expect(spans('2026-01-01T00:00Z', '2026-01-02T00:00Z', 'UTC')).toEqual([['2026-01-01T00:00', '2026-01-02T00:00', 0]]);
    expect(spans('2026-01-02T00:00Z', '2026-01-02T00:00Z', 'Asia/Kolkata')).toEqual([]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => offsetSpans(0, 1, 'Mars/Olympus')).toThrow(RangeError);
  });
});
