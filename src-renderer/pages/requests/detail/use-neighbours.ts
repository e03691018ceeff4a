/** The requests before and after one in the list, as far as the list has been loaded. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { useAdmin } from '../../../api/admin-context.ts';
import { type Neighbours, neighboursOf } from '../../../state/neighbours.ts';
import { useLiveExchanges } from '../../../state/queries/use-live-exchanges.ts';
import { useRecentExchanges } from '../../../state/queries/use-recent-exchanges.ts';

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
