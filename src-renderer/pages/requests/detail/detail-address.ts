/** Which request and which part of it the address names, and how to get to others. */
import { useAddress } from '../../use-address.ts';

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

const LIST = '/requests';

export function useDetailAddress(): DetailAddress {
  const { search, change } = useAddress();
  const named = search.get('tab');
  const tab = DETAIL_TABS.find((one) => one === named) ?? 'overview';
  const isFull = named !== null;
  return {
    tab,
    isFull,
    list: { pathname: LIST, search: withTab(search, null).toString() },
    // Going through the tabs is one step of the history, not many.
    show: (next) => change((now) => withTab(now, next), { replace: isFull && next !== null }),
    go: (id) => change((now) => now, { pathname: `${LIST}/${id}`, replace: true }),
    close: () => change((now) => withTab(now, null), { pathname: LIST }),
  };
}

function withTab(search: URLSearchParams, tab: DetailTab | null): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('tab');
  if (tab !== null) next.set('tab', tab);
  return next;
}
