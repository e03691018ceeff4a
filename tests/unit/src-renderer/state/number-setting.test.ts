import { describe, expect, it } from 'vitest';
import { readNumber, writeNumber } from '../../../../src-renderer/state/number-setting.ts';

describe('number settings', () => {
  it.each([
    ['30', 60_000, 1_800_000],
    ['0.5', 60_000, 30_000],
    ['0,5', 60_000, 30_000],
    [' 12 ', 1, 12],
    ['-1', 1, -1],
  ])('reads %j in units of %d', (text, unitSize, value) => {
    expect(readNumber(text, unitSize)).toBe(value);
  });

  it('makes the largest exact number of one that is larger, so that the core names its limit', () => {
    expect(readNumber('9'.repeat(40), 1_048_576)).toBe(Number.MAX_SAFE_INTEGER);
    expect(readNumber(`-${'9'.repeat(40)}`, 1_048_576)).toBe(Number.MIN_SAFE_INTEGER);
  });

  it.each(['', 'ten', '1e3', '1.2.3', '5 s'])('does not take %j for a number', (text) => {
    expect(readNumber(text, 1)).toBeNull();
  });

  it('writes what it read', () => {
    expect(writeNumber(1_800_000, 60_000)).toBe('30');
    expect(writeNumber(30_000, 60_000)).toBe('0.5');
    expect(writeNumber(10_001, 1_000)).toBe('10.001');
  });
});
