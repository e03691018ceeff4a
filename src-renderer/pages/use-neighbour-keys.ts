/** The keys j and k, which go down and up the list that something was opened from, while it is open. */
import { usePageKeys } from './use-page-keys.ts';

/** Keys of what stands above and below in the list; null: it is the first or the last one. */
export interface ListNeighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

export function useNeighbourKeys({ previous, next }: ListNeighbours, go: (key: string) => void): void {
  usePageKeys((event) => {
    const key = event.key === 'j' ? next : event.key === 'k' ? previous : null;
    if (key === null) return;
    event.preventDefault();
    go(key);
  });
}
