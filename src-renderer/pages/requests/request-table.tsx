/** The table of requests. A row opens its detail; its time is the link for the keyboard. */
import { FlexRender, type Row, useTable } from '@tanstack/react-table';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { classNames } from '../../components/class-names.ts';
import { REQUEST_TABLE_FEATURES, useRequestColumns } from './use-request-columns.tsx';

export interface RequestTableProps {
  readonly rows: readonly ExchangeSummary[];
  /** Whether other rows are on their way. */
  readonly isStale: boolean;
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

export function RequestTable({ rows, isStale, openId, onPoint }: RequestTableProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const columns = useRequestColumns(openId === null ? null : BESIDE_DETAIL);
  const table = useTable({ features: REQUEST_TABLE_FEATURES, columns, data: rows, getRowId: (row) => row.id });
  const filter = search.toString();
  const open = useCallback((id: string) => void navigate({ pathname: `/requests/${id}`, search: filter }), [navigate, filter]);
  return (
    <div aria-busy={isStale} className={classNames('overflow-x-auto rounded-lg border border-line bg-surface', isStale && 'opacity-60')}>
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
            <RequestRow key={row.id} row={row} columns={columns} isOpen={row.id === openId} onOpen={open} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Columns = ReturnType<typeof useRequestColumns>;

interface RequestRowProps {
  readonly row: Row<typeof REQUEST_TABLE_FEATURES, ExchangeSummary>;
  readonly columns: Columns;
  readonly isOpen: boolean;
  readonly onOpen: (id: string) => void;
}

/** Drawn again only when its exchange changed: the feed changes a few rows, many times a second. */
const RequestRow = memo(
  function RequestRow({ row, isOpen, onOpen }: RequestRowProps) {
    return (
      <tr
        aria-selected={isOpen}
        onClick={() => onOpen(row.id)}
        className={classNames('cursor-pointer hover:bg-hover', isOpen && 'bg-accent-soft hover:bg-accent-soft')}
      >
        {row.getAllCells().map((cell) => (
          <td key={cell.id} className={classNames('px-3 py-1.5 align-middle whitespace-nowrap', CELL_LOOKS[cell.column.id])}>
            <FlexRender cell={cell} />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) =>
    before.row.original === after.row.original &&
    before.columns === after.columns &&
    before.isOpen === after.isOpen &&
    before.onOpen === after.onOpen,
);
