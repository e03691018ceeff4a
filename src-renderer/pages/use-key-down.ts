/**
 * Keys of a whole page. They are listened for as soon as what they act on can be seen: an ordinary effect runs a moment after
 * that, and a key pressed in between would be lost, or act on what was drawn before.
 */
import { useLayoutEffect, useRef } from 'react';

export function useKeyDown(onKeyDown: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKeyDown);
  useLayoutEffect(() => {
    latest.current = onKeyDown;
  });
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => latest.current(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
