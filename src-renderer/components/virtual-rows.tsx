/** A long list of which only what is in sight is drawn. Rows may be of any height. It scrolls by itself. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';

export interface VirtualRowsProps {
  readonly label: string;
  readonly count: number;
  /** Of a typical row, px. */
  readonly rowHeight: number;
  /** Row to bring into sight when it changes; null: none. */
  readonly shown?: number | null;
  readonly className?: string;
  readonly row: (index: number) => ReactNode;
}

/** Rows drawn above and below what is in sight. */
const OVERSCAN = 8;

export function VirtualRows({ label, count, rowHeight, shown = null, className, row }: VirtualRowsProps) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: OVERSCAN });
  const { scrollToIndex } = rows;
  useEffect(() => {
    if (shown !== null) scrollToIndex(shown, { align: 'center' });
  }, [shown, scrollToIndex]);
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, which needs the focus to be done from the keyboard
      tabIndex={0}
      className={classNames('overflow-x-hidden overflow-y-auto', className)}
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${rows.getVirtualItems()[0]?.start ?? 0}px)` }}>
          {rows.getVirtualItems().map(({ key, index }) => (
            <div key={key} ref={rows.measureElement} data-index={index}>
              {row(index)}
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}
