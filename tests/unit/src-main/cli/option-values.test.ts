import { describe, expect, it } from 'vitest';
import { collect, statusFilter, wholeNumber } from '../../../../src-main/cli/option-values.ts';

describe('option values', () => {
  it('reads whole numbers only', () => {
    expect(wholeNumber('9000')).toBe(9_000);
    for (const text of ['', '-1', '1.5', '1e3', 'x', ' 1']) expect(() => wholeNumber(text)).toThrow('whole number');
  });

  it.each([
    ['503', 503],
    ['5xx', 5],
    ['4XX', 4],
    ['2', 2],
  ])('reads the status %s as %i', (text, status) => {
    expect(statusFilter(text)).toBe(status);
  });

  it.each(['6xx', '99', '1000', 'ok'])('refuses the status %s', (text) => {
    expect(() => statusFilter(text)).toThrow('such as 200');
  });

  it('collects repeated options in order', () => {
    expect(collect('b', collect('a'))).toEqual(['a', 'b']);
  });
});
