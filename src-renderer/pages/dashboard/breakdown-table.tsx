/** The rows of the tables by endpoint and by model. A name leads to its requests. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import {
  BREAKDOWN_COLUMNS,
  type BreakdownColumn,
  type BreakdownOrder,
  type BreakdownRow,
  breakdownValue,
  orderBreakdown,
  pressColumn,
} from '../../state/breakdown-order.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { requestsAddress } from '../../state/requests-address.ts';

export interface BreakdownProps {
  readonly range: DashboardRange;
  readonly by: 'endpoint' | 'model';
}

export function BreakdownTable({ rows, by, range }: BreakdownProps & { readonly rows: readonly BreakdownRow[] }) {
  const { t, i18n } = useTranslation();
  const [order, setOrder] = useState<BreakdownOrder>({ column: 'requests', isDescending: true });
  const { sinceMs, untilMs } = range;
  return (
    <table className="w-full text-right tabular-nums">
      <thead className="border-b border-line text-[13px] text-muted">
        <tr>
          {BREAKDOWN_COLUMNS.map((column) => (
            <Head key={column} column={column} by={by} order={order} onPress={() => setOrder(pressColumn(order, column))} />
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {orderBreakdown(rows, order, i18n.language).map((row) => (
          <tr key={row.key} className="hover:bg-hover">
            <th scope="row" className="max-w-0 truncate py-1.5 pr-2 pl-4 text-left font-medium" title={row.key}>
              {row.key === '' ? (
                <span className="font-normal text-muted">{t(by === 'model' ? 'dashboard.modelsNone' : 'dashboard.endpointNone')}</span>
              ) : (
                <Link to={requestsAddress({ sinceMs, untilMs, [by]: row.key })} className="hover:underline">
                  {row.key}
                </Link>
              )}
            </th>
            {BREAKDOWN_COLUMNS.map((column) => column !== 'name' && <Value key={column} row={row} column={column} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  readonly column: BreakdownColumn;
  readonly by: 'endpoint' | 'model';
  readonly order: BreakdownOrder;
  readonly onPress: () => void;
}

function Head({ column, by, order, onPress }: HeadProps) {
  const { t } = useTranslation();
  const isSorted = order.column === column;
  const Arrow = order.isDescending ? ArrowDown : ArrowUp;
  const isName = column === 'name';
  const text = t(`dashboard.column.${isName ? by : column}`);
  const full = column === 'firstByteP95' || column === 'totalP95' ? t(`dashboard.columnHint.${column}`) : null;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : 'none'}
      className={classNames('py-1 pr-2 font-normal last:pr-4', isName && 'w-[28%] pl-4 text-left')}
    >
      <button
        type="button"
        onClick={onPress}
        {...(full !== null && { 'aria-label': full, title: full })}
        className={classNames(
          'inline-flex min-h-7 items-center gap-0.5 rounded hover:text-text lg:whitespace-nowrap',
          isName ? 'text-left' : 'text-right',
          isSorted && 'text-text',
        )}
      >
        {text}
        {/* Always there, so that no column changes its width. */}
        <Arrow aria-hidden className={classNames('size-3.5', !isSorted && 'invisible', !isName && '-order-1')} />
      </button>
    </th>
  );
}

function Value({ row, column }: { readonly row: BreakdownRow; readonly column: Exclude<BreakdownColumn, 'name'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = breakdownValue(row, column);
  const cell = 'py-1.5 pr-2 whitespace-nowrap last:pr-4';
  if (column === 'cost') {
    const { unpricedAttempts: unpriced } = row;
    // Where nothing was used there is nothing to pay.
    if (value === 0 && unpriced === 0) return <td className={classNames(cell, 'text-muted')}>{t('common.dash')}</td>;
    const title = unpriced === 0 ? undefined : t('dashboard.unpricedAttempts', { count: unpriced, value: format.count(unpriced) });
    return (
      <td className={classNames(cell, value === null && 'text-muted')} title={title}>
        {value === null ? t('dashboard.unpriced') : `${unpriced > 0 ? '≥ ' : ''}${format.compactCost(value)}`}
      </td>
    );
  }
  if (value === null) return <td className={classNames(cell, 'text-muted')}>{t('common.dash')}</td>;
  if (column === 'requests' || column === 'tokens') {
    return (
      <td className={cell} title={format.count(value)}>
        {format.compact(value)}
      </td>
    );
  }
  return <td className={cell}>{column === 'success' ? format.share(value) : format.duration(value)}</td>;
}
