/** The rows of the list in a part of the page that scrolls by itself: only what is in sight is drawn, and read as if it were all there. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeFilter } from '../../../src-shared/schemas/exchange.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { FailureBanner } from '../../components/data-panel.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type ColumnLayout, type RequestColumn, widthOf } from '../../state/request-columns.ts';
import { useAddress } from '../use-address.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { RequestHead } from './request-head.tsx';
import { ListEnd, RequestRow, WaitingRow } from './request-row.tsx';
import { useFillHeight } from './use-fill-height.ts';
import { useListKeys } from './use-list-keys.ts';
import { type RequestListRows, useRequestList } from './use-request-list.ts';

export interface RequestListProps {
  readonly filter: ExchangeFilter;
  readonly openId: string | null;
  readonly layout: ColumnLayout;
  readonly columns: readonly RequestColumn[];
  readonly onLayout: (layout: ColumnLayout) => void;
  /** In place of rows, when there are none. */
  readonly empty: ReactNode;
}

export const ROW_HEIGHT_PX = 34;
const OVERSCAN_ROWS = 10;
/** A touch of the wheel is not yet reading. */
const SCROLLED_PX = 40;

export function RequestList({ filter, openId, layout, columns, onLayout, empty }: RequestListProps) {
  const { t } = useTranslation();
  const { change } = useAddress();
  const scroller = useRef<HTMLDivElement>(null);
  const height = useFillHeight(scroller);
  const [isPointed, setIsPointed] = useState(false);
  const [isScrolled, setIsScrolled] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const { list, virtual } = useDrawnRows(scroller, { filter, isReading: isScrolled || isPointed || openId !== null || activeId !== null });
  const open = useCallback((id: string) => change((now) => now, { pathname: `/requests/${id}` }), [change]);
  useFollowing({ scroller, list, virtual, openId, activeId, filterKey: JSON.stringify(filter), setActiveId });
  useListKeys({
    list: scroller,
    rowsInSight: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 2),
    isOpen: openId !== null,
    activeIndex: activeId === null ? null : list.indexOf(activeId),
    count: list.count,
    onMove: (index) => {
      const row = list.rowAt(index);
      virtual.scrollToIndex(index, { align: 'auto' });
      if (row === null) return;
      setActiveId(row.id);
      if (openId !== null) open(row.id);
    },
    onOpen: () => activeId !== null && open(activeId),
    onLeave: () => setActiveId(null),
  });
  const repair = useRepair(list.refetch);
  const failure = failureOf({ error: list.error });
  const isEmpty = list.count === 0 && list.end === 'end' && !list.isFirst && !list.isStale;
  const showNewer = () => {
    list.showNewer();
    scroller.current?.scrollTo({ top: 0 });
    // A row that was marked earlier is no reason to hold back what comes next.
    if (openId === null) setActiveId(null);
  };
  return (
    // The button counts as part of the list: who moves from a row to it must not lose it on the way.
    <div className="relative" onPointerEnter={() => setIsPointed(true)} onPointerLeave={() => setIsPointed(false)}>
      {failure !== null && <FailureBanner failure={failure} onRepair={repair} />}
      {!list.isFirst && <NewerPill list={list} onShow={showNewer} />}
      {isEmpty && <div className="rounded-lg border border-dashed border-line-strong">{empty}</div>}
      <div
        ref={scroller}
        hidden={isEmpty}
        onScroll={(event) => setIsScrolled(event.currentTarget.scrollTop > SCROLLED_PX)}
        style={{ height }}
        className={classNames('relative overflow-auto overscroll-contain rounded-lg border border-line bg-surface', list.isStale && 'opacity-60')}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows and cells keep their meaning, and can be marked
          role="grid"
          aria-label={t('requests.table')}
          aria-rowcount={list.end === 'end' ? list.count + 1 : -1}
          aria-colcount={columns.length}
          aria-busy={list.isFirst || list.isStale}
          aria-activedescendant={activeId === null ? undefined : `request-${activeId}`}
          tabIndex={0}
          className="block w-full min-w-max text-[13px] tabular-nums outline-offset-[-2px]"
        >
          <RequestHead columns={columns} layout={layout} template={templateOf(columns, layout)} onLayout={onLayout} />
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            <Rows
              list={list}
              virtual={virtual}
              columns={columns}
              template={templateOf(columns, layout)}
              openId={openId}
              activeId={activeId}
              onOpen={open}
            />
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** What remains of the width goes to the longest text, unless the user gave it a width of its own. */
function templateOf(columns: readonly RequestColumn[], layout: ColumnLayout): string {
  const widest = columns.find((column) => column === 'error') ?? columns.find((column) => column === 'model');
  const isFree = widest !== undefined && layout.widthsPx[widest] === undefined;
  const widths = columns.map((column) => {
    const widthPx = widthOf(layout, column);
    return column === widest && isFree ? `minmax(${widthPx}px, 1fr)` : `${widthPx}px`;
  });
  return [...widths, ...(isFree ? [] : ['minmax(0, 1fr)'])].join(' ');
}

type Virtual = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/** The rows, and which of them are drawn: what is in sight decides which pages are asked for. */
function useDrawnRows(scroller: RefObject<HTMLDivElement | null>, input: { readonly filter: ExchangeFilter; readonly isReading: boolean }) {
  const [drawn, setDrawn] = useState({ first: 0, last: 40 });
  const list = useRequestList(input, drawn);
  const virtual: Virtual = useVirtualizer({
    count: list.count + (list.end === 'end' ? 0 : 1),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
    // The head of the table stays on top: it takes its height from what is in sight below the first row.
    scrollMargin: 0,
    scrollPaddingEnd: ROW_HEIGHT_PX,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => setDrawn((now) => (now.first === first && now.last === last ? now : { first, last })), [first, last]);
  return { list, virtual };
}

interface FollowingInput {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RequestListRows;
  readonly virtual: Virtual;
  readonly openId: string | null;
  readonly activeId: string | null;
  readonly filterKey: string;
  readonly setActiveId: (id: string | null) => void;
}

/** The marked row follows the request that is open, and another filter begins at the top. */
function useFollowing({ scroller, list, virtual, openId, activeId, filterKey, setActiveId }: FollowingInput): void {
  const { scrollToIndex } = virtual;
  const shownId = openId ?? activeId;
  const index = shownId === null ? null : list.indexOf(shownId);
  useEffect(() => {
    if (openId !== null) setActiveId(openId);
  }, [openId, setActiveId]);
  // Of a page that has just been loaded the list has no height yet, and none while a request takes its place; nothing is in sight then.
  const hasHeight = (virtual.scrollRect?.height ?? 0) > 0;
  const isOpen = openId !== null;
  const followed = useRef<string | null>(null);
  useEffect(() => {
    if (isOpen) followed.current = null;
  }, [isOpen]);
  useEffect(() => {
    if (index === null || !hasHeight || followed.current === shownId) return;
    // Once for each request: rows that come in above it, or a reader who scrolls elsewhere, are not called back.
    followed.current = shownId;
    scrollToIndex(index, { align: 'auto' });
  }, [shownId, index, hasHeight, scrollToIndex]);
  useFocusReturn(scroller, openId);
  const seenFilter = useRef(filterKey);
  useEffect(() => {
    if (seenFilter.current === filterKey) return;
    seenFilter.current = filterKey;
    scroller.current?.scrollTo({ top: 0 });
    setActiveId(null);
  }, [filterKey, scroller, setActiveId]);
}

/** Who closes a request is back in the list: the button that did it is gone, and the focus with it. */
function useFocusReturn(scroller: RefObject<HTMLElement | null>, openId: string | null): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    const isClosed = wasOpen.current && openId === null;
    wasOpen.current = openId !== null;
    if (isClosed && document.activeElement === document.body)
      scroller.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  }, [openId, scroller]);
}

interface RowsProps {
  readonly list: RequestListRows;
  readonly virtual: Virtual;
  readonly columns: readonly RequestColumn[];
  readonly template: string;
  readonly openId: string | null;
  readonly activeId: string | null;
  readonly onOpen: (id: string) => void;
}

function Rows({ list, virtual, columns, template, openId, activeId, onOpen }: RowsProps) {
  if (list.isFirst) return list.error === null && <WaitingRows />;
  return virtual.getVirtualItems().map(({ index, start }) => {
    const place = { transform: `translateY(${start}px)`, height: ROW_HEIGHT_PX };
    if (index >= list.count) return <ListEnd key="end" list={list} place={place} />;
    const row = list.rowAt(index);
    if (row === null) return <WaitingRow key={`row ${index}`} place={place} />;
    const { id } = row;
    const isOpen = id === openId;
    const isActive = id === activeId;
    return <RequestRow key={id} exchange={row} {...{ index, start, columns, template, isOpen, isActive, onOpen }} />;
  });
}

const WAITING = Array.from({ length: 12 }, (_, index) => index * ROW_HEIGHT_PX);

function WaitingRows() {
  return WAITING.map((start) => <WaitingRow key={start} place={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT_PX }} />);
}

interface NewerPillProps {
  readonly list: Pick<RequestListRows, 'heldCount' | 'isBehind'>;
  readonly onShow: () => void;
}

/** Laid over the head of the table, so that its coming moves no row. */
function NewerPill({ list, onShow }: NewerPillProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { heldCount, isBehind } = list;
  if (heldCount === 0 && !isBehind) return null;
  const value = `${format.count(heldCount)}${isBehind ? '+' : ''}`;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-10 z-20 flex justify-center">
      <Button variant="primary" size="small" className="pointer-events-auto rounded-full px-3 shadow-float" onClick={onShow}>
        <ArrowUp aria-hidden className="size-4" />
        {heldCount === 0 ? t('requests.newerUnknown') : t('requests.newer', { count: heldCount, value })}
      </Button>
    </div>
  );
}
