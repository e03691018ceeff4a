import { describe, expect, it } from 'vitest';
import { bytes, count, countdown, counted, duration, money, relativeTime } from '../../../../src-main/cli/amounts.ts';

const NOW_MS = 1_000_000_000;

describe('amounts', () => {
  it.each([
    [null, '–'],
    [NOW_MS - 300, 'now'],
    [NOW_MS - 12_900, '12 s ago'],
    [NOW_MS - 3 * 60_000, '3 min ago'],
    [NOW_MS - 2 * 3_600_000, '2 h ago'],
    [NOW_MS - 47 * 3_600_000, '47 h ago'],
    [NOW_MS - 49 * 3_600_000, '2 d ago'],
    [NOW_MS + 61_000, 'in 1 min'],
  ])('writes the moment %s as %s', (atMs, text) => {
    expect(relativeTime(atMs, NOW_MS)).toBe(text);
  });

  it.each([
    [null, '–'],
    [0, '0 ms'],
    [840.4, '840 ms'],
    [1_000, '1.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [65_000, '1 min 05 s'],
  ])('writes the duration %s ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [-5, '0 s'],
    [1, '1 s'],
    [42_000, '42 s'],
    [545_000, '9 min 05 s'],
    [12_000_000, '3 h 20 min'],
    [3 * 86_400_000, '3 d 00 h'],
  ])('counts %s ms down as %s', (ms, text) => {
    expect(countdown(ms)).toBe(text);
  });

  it.each([
    [null, '–'],
    [0, '$0.00'],
    [4_200, '$0.0042'],
    [12_300_000, '$12.30'],
  ])('writes %s micro-USD as %s', (microUsd, text) => {
    expect(money(microUsd)).toBe(text);
  });

  it('writes sizes in binary units', () => {
    expect([bytes(512), bytes(100_800), bytes(1_258_291)]).toEqual(['512 B', '98.4 KiB', '1.2 MiB']);
  });

  it('groups digits and keeps noun and number together', () => {
    expect([count(1_234_567), counted(1, 'model'), counted(2, 'model')]).toEqual(['1,234,567', '1 model', '2 models']);
  });
});
