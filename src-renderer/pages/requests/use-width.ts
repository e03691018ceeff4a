/** How wide an element is, inside its border, px; 0 until it is drawn. */
import { type RefObject, useLayoutEffect, useState } from 'react';

export function useWidth(part: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const element = part.current;
    if (element === null) return;
    // Hidden, it keeps the width it had: coming back it must not be drawn twice.
    const measure = () => element.clientWidth > 0 && setWidthPx(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [part]);
  return widthPx;
}
