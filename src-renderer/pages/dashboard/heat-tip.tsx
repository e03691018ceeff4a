/** What a cell of a heatmap holds, beside it. Only for the eyes: the cell itself is named the same. */
import { useLayoutEffect, useRef, useState } from 'react';

export interface TipPlace {
  readonly cell: HTMLElement;
  /** The box that the tip is placed in. */
  readonly frame: HTMLElement;
}

const GAP_PX = 6;

export function HeatTip({ tip: { cell, frame }, hint }: { readonly tip: TipPlace; readonly hint: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const { when = '', values = '' } = cell.dataset;
  useLayoutEffect(() => {
    const own = box.current?.getBoundingClientRect();
    if (own === undefined || values === '') return;
    const [of, within] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    const middle = of.left - within.left + of.width / 2 - own.width / 2;
    const above = of.top - within.top - own.height - GAP_PX;
    // Not out of the card at its sides, and not under the head of the page.
    const isHidden = of.top - own.height - GAP_PX < HEADER_PX;
    setPlace({ left: Math.max(0, Math.min(middle, within.width - own.width)), top: isHidden ? of.bottom - within.top + GAP_PX : above });
  }, [cell, frame, values]);
  return (
    <div
      ref={box}
      aria-hidden
      style={{ left: place?.left ?? 0, top: place?.top ?? 0, visibility: place === null ? 'hidden' : 'visible' }}
      className="pointer-events-none absolute z-20 w-max max-w-80 rounded-md bg-strong px-2 py-1 text-[13px] text-on-strong tabular-nums shadow-float"
    >
      <p className="font-medium">{when}</p>
      <p>{values}</p>
      {hint !== null && <p className="opacity-80">{hint}</p>}
    </div>
  );
}

/** Height of the header of the page, which stays on top. */
const HEADER_PX = 56;
