/** The requests before and after one in the list, as far as the list has been loaded; and the keys that go there. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { useAdmin } from '../../../api/admin-context.ts';
import { type Neighbours, neighboursOf } from '../../../state/neighbours.ts';
import { useLiveExchanges } from '../../../state/queries/use-live-exchanges.ts';
import { useRecentExchanges } from '../../../state/queries/use-recent-exchanges.ts';
import { useKeyDown } from '../../use-key-down.ts';

/** Whoever types, or looks at a dialog or a menu, has another use for letters. */
const OWN_USE = 'input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

export function useNeighbours(id: string): Neighbours {
  const queries = useQueryClient();
  const key = useAdmin().exchanges.list.pathKey();
  const recent = useRecentExchanges();
  const live = useLiveExchanges().data ?? NONE;
  // Pages that come or go change the sum; looking through them at every step of the feed would cost more than it tells.
  const loadedAt = useSyncExternalStore(
    (onChange) => queries.getQueryCache().subscribe(onChange),
    () =>
      queries
        .getQueryCache()
        .findAll({ queryKey: key })
        .reduce((sum, { state }) => sum + state.dataUpdatedAt, 0),
  );
  return useMemo(() => {
    const since = [...live, ...recent].map((exchange) => exchange.id);
    return loadedAt === 0 ? neighboursOf([], since, id) : neighboursOf(queries.getQueriesData({ queryKey: key }), since, id);
  }, [queries, key, live, recent, loadedAt, id]);
}

const NONE: readonly ExchangeSummary[] = [];

/** j goes to the older one, as in the list it is the next one down; k to the newer one. */
export function useNeighbourKeys({ newer, older }: Neighbours, go: (id: string) => void): void {
  useKeyDown((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
    const id = event.key === 'j' ? older : event.key === 'k' ? newer : null;
    if (id === null) return;
    event.preventDefault();
    go(id);
  });
}
