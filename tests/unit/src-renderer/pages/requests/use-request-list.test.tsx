import { act, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { useRequestList } from '../../../../../src-renderer/pages/requests/use-request-list.ts';
import { FEED_RESETS_KEY } from '../../../../../src-renderer/state/queries/use-feed-resets.ts';
import { RECENT_EXCHANGES_KEY, RECENT_EXCHANGES_LIMIT } from '../../../../../src-renderer/state/queries/use-recent-exchanges.ts';
import type { ExchangeFilter, ExchangeListInput, ExchangeSummary } from '../../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices, sampleExchange } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const exchange = (number: number, change: Partial<ExchangeSummary> = {}) =>
  sampleExchange({ id: `id-${String(number).padStart(5, '0')}`, startedAtMs: number, endedAtMs: number + 1, outcome: 'delivered', ...change });

/** A core that holds exchanges 1 to `newest`, all of which the filter selects, and pages them by number. */
function rig(newest: number, filter: ExchangeFilter = {}) {
  const core = { newest, asked: [] as ExchangeListInput[] };
  const list = async (input: ExchangeListInput) => {
    core.asked.push(input);
    const until = Math.min(
      core.newest + 1,
      input.untilMs ?? Number.POSITIVE_INFINITY,
      input.cursor === undefined ? Number.POSITIVE_INFINITY : Number(input.cursor),
    );
    const items = Array.from({ length: Math.min(input.limit, until - 1) }, (_, index) => exchange(until - 1 - index));
    const last = items.at(-1)?.startedAtMs ?? 1;
    return { items, nextCursor: last > 1 ? String(last) : null, searchedToMs: null };
  };
  const admin = adminRig({ exchanges: { ...fakeAdminServices().exchanges, list, live: () => [] } });
  admin.queries.setQueryData(FEED_RESETS_KEY, 1);
  const reader = { first: 0, last: 20 };
  const result = admin.hook(() => {
    const [isReading, setReading] = useState(false);
    return { ...useRequestList({ filter, isReading }, reader), setReading };
  });
  const tell = (...recent: readonly ExchangeSummary[]) => act(async () => void admin.queries.setQueryData(RECENT_EXCHANGES_KEY, recent));
  const reset = () =>
    act(async () => {
      admin.queries.setQueryData(RECENT_EXCHANGES_KEY, []);
      admin.queries.setQueryData<number>(FEED_RESETS_KEY, (resets = 0) => resets + 1);
      await admin.queries.invalidateQueries();
    });
  const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => result.current.rowAt(from + index)?.startedAtMs ?? null);
  return { core, admin, reader, result, tell, reset, ids };
}

describe('the list of requests', () => {
  it('asks for the next page when the drawn rows come near the last known one, and gives each row its place', async () => {
    const { result, ids, core } = rig(250);
    await waitFor(() => expect(result.current.count).toBe(100));
    expect(core.asked).toHaveLength(1);
    expect([result.current.end, ids(0, 2), result.current.indexOf('id-00200')]).toEqual(['loading', [250, 249], 50]);
  });

  it('goes on to the end, and no further', async () => {
    const { result, reader, ids, tell } = rig(250);
    reader.last = 260;
    await waitFor(() => expect([result.current.count, result.current.end]).toEqual([250, 'end']));
    reader.first = 240;
    await tell(exchange(1));
    await waitFor(() => expect(ids(248, 250)).toEqual([2, 1]));
  });

  it('shows what the feed tells at once, and holds it back while someone reads', async () => {
    const { result, tell, ids } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    await tell(exchange(51));
    await waitFor(() => expect(ids(0, 2)).toEqual([51, 50]));
    act(() => result.current.setReading(true));
    await tell(exchange(52), exchange(51));
    await waitFor(() => expect([ids(0, 1), result.current.heldCount]).toEqual([[51], 1]));
    act(() => result.current.showNewer());
    await waitFor(() => expect([ids(0, 1), result.current.heldCount]).toEqual([[52], 0]));
  });

  it('is asked for anew when the feed had to begin anew', async () => {
    const { result, core, reset, ids } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    core.newest = 53;
    await reset();
    await waitFor(() => expect(ids(0, 2)).toEqual([53, 52]));
    expect(result.current.isBehind).toBe(false);
  });

  it('moves no row of a reader when the feed had to begin anew, says that it is behind, and shows all when asked', async () => {
    const { result, core, reset, ids } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    act(() => result.current.setReading(true));
    core.newest = 53;
    await reset();
    await waitFor(() => expect(result.current.isBehind).toBe(true));
    expect(ids(0, 2)).toEqual([50, 49]);
    act(() => result.current.showNewer());
    await waitFor(() => expect(ids(0, 2)).toEqual([53, 52]));
    expect(result.current.isBehind).toBe(false);
  });

  it('keeps the rows that a reader sees when the feed has told of so much since that it has forgotten them', async () => {
    const { result, core, tell, ids } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    await tell(exchange(52), exchange(51));
    await waitFor(() => expect(ids(0, 2)).toEqual([52, 51]));
    act(() => result.current.setReading(true));
    core.newest = 52 + RECENT_EXCHANGES_LIMIT;
    await tell(...newestFirst(53, core.newest));
    await waitFor(() => expect(result.current.isBehind).toBe(true));
    expect([result.current.count, ids(0, 3)]).toEqual([52, [52, 51, 50]]);
  });

  it('lets no row run again that ended while someone reads, once the feed has forgotten its end', async () => {
    const { result, tell } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    const running = exchange(51, { endedAtMs: null, outcome: null });
    await tell(running);
    await waitFor(() => expect(result.current.rowAt(0)?.endedAtMs).toBeNull());
    act(() => result.current.setReading(true));
    await tell(exchange(51));
    await waitFor(() => expect(result.current.rowAt(0)?.endedAtMs).toBe(52));
    await tell(...newestFirst(52, 51 + RECENT_EXCHANGES_LIMIT));
    await waitFor(() => expect(result.current.isBehind).toBe(true));
    expect(result.current.rowAt(0)?.endedAtMs).toBe(52);
  });

  it('is begun anew when the reading ends after more came than the feed remembers, so that no row is missing', async () => {
    const { result, core, tell, ids } = rig(50, { outcome: 'failed' });
    await waitFor(() => expect(result.current.count).toBe(50));
    act(() => result.current.setReading(true));
    core.newest = 51;
    await tell(exchange(51, { outcome: 'failed' }));
    await waitFor(() => expect(result.current.heldCount).toBe(1));
    // None of these is in the list, and the one that is has been forgotten.
    await tell(...newestFirst(52, 51 + RECENT_EXCHANGES_LIMIT));
    await waitFor(() => expect(result.current.isBehind).toBe(true));
    act(() => result.current.setReading(false));
    await waitFor(() => expect(ids(0, 2)).toEqual([51, 50]));
    expect(result.current.isBehind).toBe(false);
  });

  it('counts exactly what came while someone reads, however much came before', async () => {
    const { result, core, tell } = rig(50);
    await waitFor(() => expect(result.current.count).toBe(50));
    core.newest = 50 + RECENT_EXCHANGES_LIMIT;
    await tell(...newestFirst(51, core.newest));
    await waitFor(() => expect(result.current.rowAt(0)?.startedAtMs).toBe(core.newest));
    await waitFor(() => expect(result.current.end).toBe('loading'));
    act(() => result.current.setReading(true));
    await tell(...newestFirst(52, core.newest + 1));
    await waitFor(() => expect(result.current.heldCount).toBe(1));
    expect(result.current.isBehind).toBe(false);
  });
});

function newestFirst(oldest: number, newest: number): readonly ExchangeSummary[] {
  return Array.from({ length: newest - oldest + 1 }, (_, index) => exchange(newest - index));
}
