/** The columns of the tables by endpoint and by model: their values, and the order of the rows. */
import type { UsageFigures } from '../../src-shared/schemas/usage.ts';
import { successShare } from './success-share.ts';
import { costOf, tokensOf } from './usage-metric.ts';

export type BreakdownRow = UsageFigures & { readonly key: string };

export const BREAKDOWN_COLUMNS = ['name', 'requests', 'success', 'firstByteP50', 'firstByteP95', 'totalP50', 'totalP95', 'tokens', 'cost'] as const;
export type BreakdownColumn = (typeof BREAKDOWN_COLUMNS)[number];

export interface BreakdownOrder {
  readonly column: BreakdownColumn;
  readonly isDescending: boolean;
}

/** Null: not known, or unpriced. */
export function breakdownValue(row: BreakdownRow, column: Exclude<BreakdownColumn, 'name'>): number | null {
  switch (column) {
    case 'requests':
      return row.exchanges;
    case 'success':
      return successShare(row);
    case 'firstByteP50':
      return row.firstByte?.p50Ms ?? null;
    case 'firstByteP95':
      return row.firstByte?.p95Ms ?? null;
    case 'totalP50':
      return row.total?.p50Ms ?? null;
    case 'totalP95':
      return row.total?.p95Ms ?? null;
    case 'tokens':
      return tokensOf(row);
    case 'cost':
      return costOf(row);
  }
}

/** What is not known or has no name comes last either way; equal rows go by name, so that none changes places with each refresh. */
export function orderBreakdown(rows: readonly BreakdownRow[], { column, isDescending }: BreakdownOrder, locale: string): readonly BreakdownRow[] {
  const sign = isDescending ? -1 : 1;
  const byName = (a: BreakdownRow, b: BreakdownRow) => a.key.localeCompare(b.key, locale, { numeric: true });
  if (column === 'name') return rows.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || sign * byName(a, b));
  return rows.toSorted((a, b) => {
    const [one, other] = [breakdownValue(a, column), breakdownValue(b, column)];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || byName(a, b);
    return sign * (one - other) || byName(a, b);
  });
}

/** The order after a column's head was pressed: names from A on, numbers from the largest on, then the other way around. */
export function pressColumn(order: BreakdownOrder, column: BreakdownColumn): BreakdownOrder {
  return { column, isDescending: order.column === column ? !order.isDescending : column !== 'name' };
}
