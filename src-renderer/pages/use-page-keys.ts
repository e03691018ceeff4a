/** Keys that a whole page acts upon: those that nobody else has a use for. */
import { useKeyDown } from './use-key-down.ts';

/** Whoever types, or looks at a dialog or a menu, has another use for letters and arrows. */
const OWN_USE = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** One that is open without having the focus: what lies under it must not move. */
const OPEN_DIALOG = '[role="dialog"], [role="alertdialog"]';

export function usePageKeys(onKeyDown: (event: KeyboardEvent) => void): void {
  useKeyDown((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
    if (document.querySelector(OPEN_DIALOG) !== null) return;
    onKeyDown(event);
  });
}
