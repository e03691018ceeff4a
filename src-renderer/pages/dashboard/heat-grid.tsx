/**
 * A heatmap as a grid: one stop for the Tab key, arrow keys between the cells, what a cell holds on hover and on focus. The
 * cells are plain links, so that they can be opened in another tab and cost little.
 */
import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { classNames } from '../../components/class-names.ts';
import { type CellPlace, moveInGrid } from '../../state/grid-focus.ts';
import { HeatTip, type TipPlace } from './heat-tip.tsx';

export interface HeatCell {
  /** 0 for nothing; null: used, but without a price. */
  readonly shade: number | null;
  /** What the cell stands for, and what it holds, in words. */
  readonly when: string;
  readonly values: string;
  /** Null: there is no list that shows just this. */
  readonly href: string | null;
  /** Sides on which the line of the chosen range runs: some of `t`, `r`, `b`, `l`. */
  readonly edges: string;
}

export interface HeatRow {
  readonly key: string;
  readonly head: string;
  /** The head is read out and takes its room, but is not drawn: not every row needs one. */
  readonly isHeadHidden: boolean;
  /** Null: no such day. */
  readonly cells: readonly (HeatCell | null)[];
}

export interface HeatGridProps {
  readonly label: string;
  readonly heads: readonly { readonly key: string; readonly columns: number; readonly text: string }[];
  readonly rows: readonly HeatRow[];
  /** Tailwind class of the height of a cell. */
  readonly cellHeight: string;
  /** Tailwind class of the width of the heads of the rows. */
  readonly headWidth: string;
  /** Where the cells lead, where that is not just what they stand for. */
  readonly hint?: string | null;
}

export function HeatGrid({ label, heads, rows, cellHeight, headWidth, hint = null }: HeatGridProps) {
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<CellPlace | null>(null);
  const [tip, setTip] = useState<TipPlace | null>(null);
  const hasCell = ({ row, column }: CellPlace) => (rows[row]?.cells[column] ?? null) !== null;
  // The newest cell is what people look for first.
  const stop = chosen !== null && hasCell(chosen) ? chosen : newestOf(rows);

  const show = (target: EventTarget) => {
    const found = findCell(target);
    setTip(found === null || frame.current === null ? null : { ...found, frame: frame.current });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const at = findCell(event.target);
    if (event.key === 'Escape') setTip(null);
    if (at === null || event.altKey || event.metaKey) return;
    const size = { rows: rows.length, columns: rows[0]?.cells.length ?? 0, isWhole: event.ctrlKey };
    const next = moveInGrid(at.place, event.key, hasCell, size);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    frame.current?.querySelector<HTMLElement>(`[data-place="${next.row}:${next.column}"]`)?.focus();
  };
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const href = link?.getAttribute('href') ?? null;
    if (href === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(href);
  };
  return (
    <div ref={frame} className="relative">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells can be walked through is a grid
        role="grid"
        aria-label={label}
        aria-description={hint ?? undefined}
        className="w-full table-fixed border-separate border-spacing-0 text-xs text-muted"
        onKeyDown={onKeyDown}
        onClick={onClick}
        onMouseOver={(event) => show(event.target)}
        onMouseLeave={() => setTip(null)}
        onFocus={(event) => show(event.target)}
        onBlur={() => setTip(null)}
      >
        <colgroup>
          <col className={headWidth} />
        </colgroup>
        <thead>
          <tr>
            <td />
            {heads.map(({ key, columns, text }) => (
              <th key={key} colSpan={columns} scope="colgroup" className="h-5 overflow-visible p-0 text-left font-normal whitespace-nowrap">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, isHeadHidden, cells }, row) => (
            <tr key={key}>
              <th scope="row" title={head} className="truncate p-0 pr-1.5 text-left font-normal tabular-nums">
                <span className={classNames(isHeadHidden && 'sr-only')}>{head}</span>
              </th>
              {cells.map((cell, column) =>
                cell === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a cell is
                  <td key={column} />
                ) : (
                  <Cell
                    // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a cell is
                    key={column}
                    place={`${row}:${column}`}
                    shade={cell.shade}
                    when={cell.when}
                    values={cell.values}
                    href={cell.href}
                    edges={cell.edges}
                    height={cellHeight}
                    isStop={stop?.row === row && stop.column === column}
                  />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {tip !== null && <HeatTip tip={tip} hint={hint} />}
    </div>
  );
}

const SHADE_CLASSES = ['bg-(--heat-0)', 'bg-(--heat-1)', 'bg-(--heat-2)', 'bg-(--heat-3)', 'bg-(--heat-4)', 'bg-(--heat-5)'] as const;
const EDGE_CLASSES = [
  ['t', 'border-t-text'],
  ['r', 'border-r-text'],
  ['b', 'border-b-text'],
  ['l', 'border-l-text'],
] as const;

interface CellProps extends HeatCell {
  readonly place: string;
  readonly height: string;
  readonly isStop: boolean;
}

/** Drawn again only when it changed: there are hundreds of them. */
const Cell = memo(function Cell({ place, shade, when, values, href, edges, height, isStop }: CellProps) {
  // What can be pointed at reaches over the gap to the next cell: on the way there the tip does not go and come back.
  const look = classNames(
    "relative block rounded-[3px] after:absolute after:-inset-0.5 after:content-['']",
    height,
    shade === null ? 'heat-unpriced' : SHADE_CLASSES[shade],
  );
  const words = { 'data-when': when, 'data-values': values, 'aria-label': `${when}: ${values}` };
  const shared = { 'data-place': place, ...words, tabIndex: isStop ? 0 : -1, className: look };
  return (
    <td className={classNames('border border-transparent p-px', ...EDGE_CLASSES.map(([side, name]) => edges.includes(side) && name))}>
      {href === null ? <span role="img" {...shared} /> : <a href={href} {...shared} />}
    </td>
  );
});

function newestOf(rows: readonly HeatRow[]): CellPlace | null {
  let newest: CellPlace | null = null;
  for (const [row, { cells }] of rows.entries()) {
    const column = cells.findLastIndex((cell) => cell !== null);
    if (column >= (newest?.column ?? 0)) newest = { row, column };
  }
  return newest;
}

function findCell(target: EventTarget): { readonly cell: HTMLElement; readonly place: CellPlace } | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  const [row, column] = (cell?.dataset.place ?? '').split(':').map(Number);
  return cell === null || row === undefined || column === undefined ? null : { cell, place: { row, column } };
}
