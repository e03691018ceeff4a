/** The keys j and k, which go to the next and the previous skill of the list while one is open. */
import { useEffect, useRef } from 'react';

/** `skillKey`s; null: it is the last or the first one. */
export interface SkillNeighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

/** Whoever types, or looks at a dialog or a menu, has another use for letters. */
const OWN_USE = 'input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

export function useNeighbourKeys(neighbours: SkillNeighbours, go: (key: string) => void): void {
  const latest = useRef({ neighbours, go });
  latest.current = { neighbours, go };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
      const { next, previous } = latest.current.neighbours;
      const key = event.key === 'j' ? next : event.key === 'k' ? previous : null;
      if (key === null) return;
      event.preventDefault();
      latest.current.go(key);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
