/** Which request and which part of it the address names, and how to get to others. */
import { useNavigate, useSearchParams } from 'react-router';

export const DETAIL_TABS = ['overview', 'headers', 'request', 'answer', 'conversation', 'replay'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

export interface DetailAddress {
  readonly tab: DetailTab;
  /** The request has the page to itself; else it is a glance beside the list. */
  readonly isFull: boolean;
  readonly list: { readonly pathname: string; readonly search: string };
  /** @param tab Null: a glance beside the list. */
  show(tab: DetailTab | null): void;
  /** Another request, at the same part. */
  go(id: string): void;
  close(): void;
}

export function useDetailAddress(): DetailAddress {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const named = search.get('tab');
  const tab = DETAIL_TABS.find((one) => one === named) ?? 'overview';
  const isFull = named !== null;
  const withoutTab = new URLSearchParams(search);
  withoutTab.delete('tab');
  const list = { pathname: '/requests', search: withoutTab.toString() };
  return {
    tab,
    isFull,
    list,
    show(next) {
      const changed = new URLSearchParams(withoutTab);
      if (next !== null) changed.set('tab', next);
      // Going through the tabs is one step of the history, not many.
      setSearch(changed, { replace: isFull && next !== null });
    },
    go: (id) => void navigate({ pathname: `/requests/${id}`, search: search.toString() }, { replace: true }),
    close: () => void navigate(list),
  };
}
