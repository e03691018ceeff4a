/** The keys of the list: arrows, j and k, Page Up and Down, Home and End move; Enter opens; Escape lets go of the row. */
import type { RefObject } from 'react';
import { nextRow } from '../../state/list-keys.ts';
import { usePageKeys } from '../use-page-keys.ts';

/** What Enter presses; letters are theirs to ignore. */
const PRESSED_BY_ENTER = 'button, a, [role="separator"]';

export interface ListKeys {
  readonly list: RefObject<HTMLElement | null>;
  readonly rowsInSight: number;
  /** Whether a request is open beside or over the list: then j and k are its own, and arrows scroll it unless the list has the focus. */
  readonly isOpen: boolean;
  readonly activeIndex: number | null;
  readonly count: number;
  readonly onMove: (index: number) => void;
  readonly onOpen: () => void;
  readonly onLeave: () => void;
}

export function useListKeys({ list, isOpen, activeIndex, count, rowsInSight, onMove, onOpen, onLeave }: ListKeys): void {
  usePageKeys((event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const isInList = list.current?.contains(target) === true;
    if (!isInList && (isOpen || target.closest(PRESSED_BY_ENTER) !== null)) return;
    if (isOpen && (event.key === 'j' || event.key === 'k')) return;
    const isOnControl = target.closest(PRESSED_BY_ENTER) !== null;
    if (event.key === 'Escape' && !isOpen && activeIndex !== null) return onLeave();
    if (event.key === 'Enter' && !isOnControl && activeIndex !== null) {
      event.preventDefault();
      return onOpen();
    }
    const next = nextRow(event.key, { active: activeIndex, count, rowsInSight });
    if (next === null) return;
    event.preventDefault();
    onMove(next);
  });
}
