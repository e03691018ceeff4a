/** The head of the list: names of the columns, and their edges, which are dragged or moved with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { type ColumnLayout, MAX_WIDTH_PX, MIN_WIDTH_PX, type RequestColumn, resizeColumn, widthOf } from '../../state/request-columns.ts';
import { isRightAligned } from './request-cell.tsx';

export interface RequestHeadProps {
  readonly columns: readonly RequestColumn[];
  readonly layout: ColumnLayout;
  /** CSS grid-template-columns. */
  readonly template: string;
  readonly onLayout: (layout: ColumnLayout) => void;
}

export function RequestHead({ columns, layout, template, onLayout }: RequestHeadProps) {
  const { t } = useTranslation();
  return (
    <thead className="sticky top-0 z-10 block">
      <tr
        aria-rowindex={1}
        style={{ gridTemplateColumns: template }}
        className="grid h-[34px] items-center border-b border-line bg-surface text-muted"
      >
        {columns.map((column) => (
          <th
            key={column}
            scope="col"
            className={classNames('group relative min-w-0 truncate px-3 font-medium', isRightAligned(column) ? 'text-right' : 'text-left')}
          >
            <span title={t(`requests.columnHint.${column}`)}>{t(`requests.column.${column}`)}</span>
            <Edge
              name={t('requests.width', { column: t(`requests.column.${column}`) })}
              widthPx={widthOf(layout, column)}
              onResize={(widthPx) => onLayout(resizeColumn(layout, column, widthPx))}
            />
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface EdgeProps {
  readonly name: string;
  readonly widthPx: number;
  readonly onResize: (widthPx: number) => void;
}

const STEP_PX = 12;

function Edge({ name, widthPx, onResize }: EdgeProps) {
  const drag = useRef<{ readonly fromX: number; readonly widthPx: number } | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, widthPx: drawnWidth(event.currentTarget) };
  };
  const move = (event: PointerEvent) => {
    if (drag.current !== null) onResize(drag.current.widthPx + event.clientX - drag.current.fromX);
  };
  const end = () => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const byPx = event.key === 'ArrowRight' ? STEP_PX : event.key === 'ArrowLeft' ? -STEP_PX : 0;
    if (byPx === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(drawnWidth(event.currentTarget) + byPx);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no horizontal rule
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={name}
      aria-valuenow={widthPx}
      aria-valuemin={MIN_WIDTH_PX}
      aria-valuemax={MAX_WIDTH_PX}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-r-2 border-transparent outline-offset-[-2px] group-hover:border-line-strong hover:border-accent"
    />
  );
}

/** Width of the column that an edge belongs to, px: the widest one has the room that is left as well, and does not jump back from it. */
function drawnWidth(edge: HTMLElement): number {
  return edge.parentElement?.getBoundingClientRect().width ?? 0;
}
