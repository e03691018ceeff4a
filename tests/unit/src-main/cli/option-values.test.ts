import { describe, expect, it } from 'vitest';
import {
  collect,
  decimalNumber,
  dollars,
  durationMs,
  onOrOff,
  pointInTime,
  portNumber,
  searchText,
  statusFilter,
  wholeNumber,
  wholeNumberIn,
  wholeNumberOrNone,
} from '../../../../src-main/cli/option-values.ts';

describe('option values', () => {
  it('reads whole numbers only', () => {
    expect(wholeNumber('9000')).toBe(9_000);
    for (const text of ['', '-1', '1.5', '1e3', 'x', ' 1']) expect(() => wholeNumber(text)).toThrow('whole number');
  });

  it('reads a whole number or none', () => {
    expect([wholeNumberOrNone('none'), wholeNumberOrNone('4')]).toEqual(['none', 4]);
    expect(() => wholeNumberOrNone('some')).toThrow('whole number');
  });

  it('reads decimals, dollars and switches', () => {
    expect([decimalNumber('0.25'), decimalNumber('3'), dollars('$3.75'), dollars('0')]).toEqual([0.25, 3, 3.75, 0]);
    for (const text of ['', '-1', '1e3', '.5', '$', '1,5']) expect(() => dollars(text)).toThrow('a number such as 0.5');
    expect([onOrOff('on'), onOrOff('off')]).toEqual([true, false]);
    expect(() => onOrOff('yes')).toThrow('on or off');
  });

  it('reads numbers of a range only, and says which', () => {
    expect(['1', '200'].map(wholeNumberIn(1, 200))).toEqual([1, 200]);
    for (const text of ['0', '201']) expect(() => wholeNumberIn(1, 200)(text)).toThrow('1 to 200');
    expect(['0', '65535'].map(portNumber)).toEqual([0, 65_535]);
    expect(() => portNumber('65536')).toThrow('0 to 65535');
  });

  it.each([
    ['503', 503],
    ['5xx', 5],
    ['4XX', 4],
    ['2', 2],
  ])('reads the status %s as %i', (text, status) => {
    expect(statusFilter(text)).toBe(status);
  });

  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1 h', 3_600_000],
    ['2d', 172_800_000],
  ])('reads the time %s as %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it('takes no day that the calendar does not have', () => {
    const read = pointInTime(() => 0);
    for (const text of ['2026-02-30', '2026-04-31T10:00', '2025-02-29T10:00:00Z']) expect(() => read(text)).toThrow('2026-11-20');
    expect(new Date(read('2024-02-29T10:00Z')).toISOString()).toBe('2024-02-29T10:00:00.000Z');
  });

  it('reads points in time: so long ago, a day or a minute in this time zone or another, Unix ms', () => {
    const at = pointInTime(() => 10_000_000);
    expect(at('1h')).toBe(6_400_000);
    expect(at('1763596800000')).toBe(1_763_596_800_000);
    expect(at('2026-11-20')).toBe(new Date(2026, 10, 20).getTime());
    expect(at('2026-11-20 14:30')).toBe(new Date(2026, 10, 20, 14, 30).getTime());
    expect(at('2026-11-20T14:30:05.5Z')).toBe(Date.UTC(2026, 10, 20, 14, 30, 5, 500));
    expect(at('2026-11-20T14:30+02:00')).toBe(Date.UTC(2026, 10, 20, 12, 30));
  });

  it.each(['', 'yesterday', '2026', '20.11.2026', '2026-13-01', '2026-11-20T25:00', '12345'])('refuses the point in time %j', (text) => {
    expect(() => pointInTime(() => 0)(text)).toThrow('such as 2h (ago)');
  });

  it('reads a text to search for without blanks around it, and no empty or endless one', () => {
    expect(searchText('  over loaded ')).toBe('over loaded');
    for (const text of ['', '   ', 'x'.repeat(201)]) expect(() => searchText(text)).toThrow('1 to 200');
  });

  it.each(['10', 'm', '-5m', '1.5h', '10ms', '1h30m', '1234567s'])('refuses the time %s', (text) => {
    expect(() => durationMs(text)).toThrow('such as 90s');
  });

  it.each(['6xx', '99', '1000', 'ok'])('refuses the status %s', (text) => {
    expect(() => statusFilter(text)).toThrow('such as 200');
  });

  it('collects repeated options in order', () => {
    expect(collect('b', collect('a'))).toEqual(['a', 'b']);
  });
});
