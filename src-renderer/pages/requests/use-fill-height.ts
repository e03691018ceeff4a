/** How high a part of the page may be to reach from where it begins to the lower edge of the window. */
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Space below, as around the page, px. */
const BELOW_PX = 20;
/** Some rows are seen in the lowest window too; the page scrolls then. */
const MIN_PX = 240;

/** @returns a CSS height. Follows whatever above it grows or shrinks. */
export function useFillHeight(part: RefObject<HTMLElement | null>): string {
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => {
    const element = part.current;
    if (element === null) return;
    // Hidden, it is nowhere.
    const measure = () => element.offsetParent !== null && setTopPx(Math.round(element.getBoundingClientRect().top + window.scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    for (const watched of [element.parentElement, document.getElementById('page')]) if (watched !== null) observer.observe(watched);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [part]);
  return `max(${MIN_PX}px, calc(100dvh - ${topPx + BELOW_PX}px))`;
}
