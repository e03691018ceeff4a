/** Escape closes what a page opened, unless a dialog, a menu or a field has its own use for the key. */
import { useKeyDown } from './use-key-down.ts';

/** What is open has the focus inside. Closed lists stay in the document, so looking for them there would not do. */
const OWN_USE = 'input, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [aria-expanded="true"]';

export function useEscape(onEscape: () => void): void {
  useKeyDown((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
    onEscape();
  });
}
