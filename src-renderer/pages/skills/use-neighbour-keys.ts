/** The keys j and k, which go to the next and the previous skill of the list while one is open. */
import { useKeyDown } from '../use-key-down.ts';

/** `skillKey`s; null: it is the last or the first one. */
export interface SkillNeighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

/** Whoever types, or looks at a dialog or a menu, has another use for letters. */
const OWN_USE = 'input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

export function useNeighbourKeys(neighbours: SkillNeighbours, go: (key: string) => void): void {
  useKeyDown((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
    const key = event.key === 'j' ? neighbours.next : event.key === 'k' ? neighbours.previous : null;
    if (key === null) return;
    event.preventDefault();
    go(key);
  });
}
