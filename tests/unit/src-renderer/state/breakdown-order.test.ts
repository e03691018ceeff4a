import { describe, expect, it } from 'vitest';
import { BREAKDOWN_COLUMNS, type BreakdownRow, breakdownValue, orderBreakdown, pressColumn } from '../../../../src-renderer/state/breakdown-order.ts';
import { successShare } from '../../../../src-renderer/state/success-share.ts';
import { NO_USAGE } from '../../../../src-shared/schemas/usage.ts';

const OUTCOMES = { delivered: 0, clientFault: 0, refused: 0, failed: 0, clientLeft: 0, streamCut: 0, interrupted: 0 };
const row = (key: string, changes: Partial<BreakdownRow> = {}): BreakdownRow => ({
  ...NO_USAGE,
  key,
  attempts: 0,
  outcomes: OUTCOMES,
  firstByte: null,
  total: null,
  ...changes,
});
const ROWS = [
  row('b', { exchanges: 2, costMicroUsd: 5, firstByte: { p50Ms: 30, p95Ms: 300 }, total: { p50Ms: 400, p95Ms: 500 }, inputTokens: 9 }),
  row('a10', { exchanges: 2, unpricedAttempts: 1, outcomes: { ...OUTCOMES, delivered: 3, failed: 1, clientLeft: 90 } }),
  row('a9', { exchanges: 7, costMicroUsd: 1, unpricedAttempts: 1, firstByte: { p50Ms: 10, p95Ms: 900 }, total: { p50Ms: 600, p95Ms: 800 } }),
];
const keys = (column: (typeof BREAKDOWN_COLUMNS)[number], isDescending: boolean) =>
  orderBreakdown(ROWS, { column, isDescending }, 'en').map(({ key }) => key);

describe('the order of the breakdown', () => {
  it('sorts names with their numbers, and equal values by name', () => {
    expect(keys('name', false)).toEqual(['a9', 'a10', 'b']);
    expect(keys('name', true)).toEqual(['b', 'a10', 'a9']);
    const nameless = orderBreakdown([row(''), ...ROWS], { column: 'name', isDescending: false }, 'en');
    expect(nameless.at(-1)?.key).toBe('');
    expect(keys('requests', true)).toEqual(['a9', 'a10', 'b']);
    expect(keys('requests', false)).toEqual(['a10', 'b', 'a9']);
  });

  it('puts what is not known last either way, the unpriced too', () => {
    expect(keys('cost', false)).toEqual(['a9', 'b', 'a10']);
    expect(keys('cost', true)).toEqual(['b', 'a9', 'a10']);
    expect(keys('firstByteP95', true)).toEqual(['a9', 'b', 'a10']);
  });

  it('has a value for every column', () => {
    const numbers = BREAKDOWN_COLUMNS.filter((column) => column !== 'name');
    expect(numbers.map((column) => ROWS[0] && breakdownValue(ROWS[0], column))).toEqual([2, null, 30, 300, 400, 500, 9, 5]);
  });

  it('begins with the largest numbers and the first names, and turns around when pressed again', () => {
    const first = pressColumn({ column: 'requests', isDescending: true }, 'tokens');
    expect(first).toEqual({ column: 'tokens', isDescending: true });
    expect(pressColumn(first, 'tokens')).toEqual({ column: 'tokens', isDescending: false });
    expect(pressColumn(first, 'name')).toEqual({ column: 'name', isDescending: false });
  });

  it('counts as success what was delivered, of what endpoints could have delivered', () => {
    expect(ROWS.map(successShare)).toEqual([null, 0.75, null]);
  });
});
