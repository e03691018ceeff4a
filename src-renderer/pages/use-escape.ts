/** Escape closes what a page opened, unless a dialog, a menu or a field has its own use for the key. */
import { useEffect, useRef } from 'react';

/** What is open has the focus inside. Closed lists stay in the document, so looking for them there would not do. */
const OWN_USE = 'input, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [aria-expanded="true"]';

export function useEscape(onEscape: () => void): void {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
      latest.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
