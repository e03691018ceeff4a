/** Whether the window is scrolled away from its top. */
import { useSyncExternalStore } from 'react';

/** A touch of the wheel is not yet reading. */
const THRESHOLD_PX = 40;

export function useIsScrolled(): boolean {
  return useSyncExternalStore(subscribe, () => window.scrollY > THRESHOLD_PX);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('scroll', onChange, { passive: true });
  return () => window.removeEventListener('scroll', onChange);
}
