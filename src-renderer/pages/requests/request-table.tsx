/** The table of requests. A row opens its detail; its time is the link for the keyboard. */
import { useTable } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { classNames } from '../../components/class-names.ts';
import { REQUEST_TABLE_FEATURES, useRequestColumns } from './use-request-columns.tsx';

export interface RequestTableProps {
  readonly rows: readonly ExchangeSummary[];
  readonly openId: string | null;
  /** Whether the pointer or the focus is on the rows. */
  readonly onPoint: (isPointed: boolean) => void;
}

/** What gives way where there is little room, first of all beside an open request. */
const WIDE_ONLY = 'max-[1100px]:hidden';
const CELL_LOOKS: Record<string, string> = {
  status: 'max-[1000px]:hidden',
  attempts: 'text-right',
  duration: 'text-right',
  firstByte: `text-right ${WIDE_ONLY}`,
  tokens: 'text-right',
  cache: `text-right ${WIDE_ONLY}`,
};
const BESIDE_DETAIL = ['time', 'model', 'endpoint', 'outcome', 'duration'];

export function RequestTable({ rows, openId, onPoint }: RequestTableProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const columns = useRequestColumns(openId === null ? null : BESIDE_DETAIL);
  const table = useTable({ features: REQUEST_TABLE_FEATURES, columns, data: rows, getRowId: (row) => row.id });
  const open = (id: string) => void navigate({ pathname: `/requests/${id}`, search: search.toString() });
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table aria-label={t('requests.table')} className="w-full border-collapse text-[13px] tabular-nums">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="border-b border-line text-left text-muted">
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={classNames('px-3 py-2 font-medium whitespace-nowrap', CELL_LOOKS[header.column.id])}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody onPointerEnter={() => onPoint(true)} onPointerLeave={() => onPoint(false)} className="divide-y divide-line">
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              aria-selected={row.id === openId}
              onClick={() => open(row.id)}
              className={classNames('cursor-pointer hover:bg-hover', row.id === openId && 'bg-accent-soft hover:bg-accent-soft')}
            >
              {row.getAllCells().map((cell) => (
                <td key={cell.id} className={classNames('px-3 py-1.5 align-middle whitespace-nowrap', CELL_LOOKS[cell.column.id])}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
