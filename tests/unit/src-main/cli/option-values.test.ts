import { describe, expect, it } from 'vitest';
import { collect, portNumber, statusFilter, wholeNumber, wholeNumberIn, wholeNumberOrNone } from '../../../../src-main/cli/option-values.ts';

describe('option values', () => {
  it('reads whole numbers only', () => {
    expect(wholeNumber('9000')).toBe(9_000);
    for (const text of ['', '-1', '1.5', '1e3', 'x', ' 1']) expect(() => wholeNumber(text)).toThrow('whole number');
  });

  it('reads a whole number or none', () => {
    expect([wholeNumberOrNone('none'), wholeNumberOrNone('4')]).toEqual(['none', 4]);
    expect(() => wholeNumberOrNone('some')).toThrow('whole number');
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

  it.each(['6xx', '99', '1000', 'ok'])('refuses the status %s', (text) => {
    expect(() => statusFilter(text)).toThrow('such as 200');
  });

  it('collects repeated options in order', () => {
    expect(collect('b', collect('a'))).toEqual(['a', 'b']);
  });
});
