/** One row of the list, and what stands for rows that are on their way or do not follow. */
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import type { RequestColumn } from '../../state/request-columns.ts';
import { isRightAligned, RequestCell } from './request-cell.tsx';
import type { RequestListRows } from './use-request-list.ts';

export interface RequestRowProps {
  readonly exchange: ExchangeSummary;
  /** Among all rows, from 0. */
  readonly index: number;
  /** Distance from the top of the rows, px. */
  readonly start: number;
  readonly columns: readonly RequestColumn[];
  /** CSS grid-template-columns. */
  readonly template: string;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly onOpen: (id: string) => void;
}

const ROW = 'absolute inset-x-0 top-0 grid items-center border-b border-line';

export function RequestRow(props: RequestRowProps) {
  const { exchange, index, start, columns, template, isOpen, isActive, onOpen } = props;
  return (
    <tr
      id={`request-${exchange.id}`}
      aria-rowindex={index + 2}
      aria-selected={isOpen || isActive}
      onClick={({ currentTarget }) => !isSelectedFrom(currentTarget) && onOpen(exchange.id)}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: template }}
      className={classNames(
        ROW,
        'h-[34px] cursor-pointer hover:bg-hover',
        isOpen && 'bg-accent-soft hover:bg-accent-soft',
        isActive && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <Cells exchange={exchange} columns={columns} />
    </tr>
  );
}

/** Whether the click ended the selection of some text: who wants to copy a name does not want to leave. */
function isSelectedFrom(row: Element): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && row.contains(selection.anchorNode);
}

/** Drawn again only when the exchange changed: the feed moves all rows, and changes a few of them, many times a second. */
const Cells = memo(function Cells({ exchange, columns }: Pick<RequestRowProps, 'exchange' | 'columns'>) {
  return columns.map((column) => (
    <td key={column} className={classNames('min-w-0 truncate px-3', isRightAligned(column) && 'text-right')}>
      <RequestCell column={column} exchange={exchange} />
    </td>
  ));
});

export function WaitingRow({ place }: { readonly place: CSSProperties }) {
  return (
    <tr aria-hidden style={place} className={classNames(ROW, 'px-3')}>
      <td className="h-3 w-2/3 animate-pulse rounded bg-sunken" />
    </tr>
  );
}

/** Below the last known row: more is on its way, a search goes on, or the list can show no more. */
export function ListEnd({ list, place }: { readonly list: Pick<RequestListRows, 'end' | 'searchedToMs'>; readonly place: CSSProperties }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { end, searchedToMs } = list;
  const text =
    end === 'full'
      ? t('requests.listFull')
      : searchedToMs === null
        ? t('requests.loadingOlder')
        : t('requests.searching', { time: format.time(searchedToMs, Date.now()) });
  return (
    <tr style={place} className="absolute inset-x-0 top-0 flex items-center px-3 text-muted">
      <td className="sticky left-3">
        <span role="status">{text}</span>
      </td>
    </tr>
  );
}
