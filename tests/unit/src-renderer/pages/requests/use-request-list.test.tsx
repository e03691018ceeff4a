import { act, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { useRequestList } from '../../../../../src-renderer/pages/requests/use-request-list.ts';
import { FEED_RESETS_KEY } from '../../../../../src-renderer/state/queries/use-feed-resets.ts';
import { RECENT_EXCHANGES_KEY } from '../../../../../src-renderer/state/queries/use-recent-exchanges.ts';
import type { ExchangeListInput, ExchangeSummary } from '../../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices, sampleExchange } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const exchange = (number: number, change: Partial<ExchangeSummary> = {}) =>
  sampleExchange({ id: `id-${String(number).padStart(5, '0')}`, startedAtMs: number, endedAtMs: number + 1, outcome: 'delivered', ...change });

/** A core that holds exchanges 1 to `newest` and pages them by number. */
function rig(newest: number) {
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
    return { ...useRequestList({ filter: {}, isReading }, reader), setReading };
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
});
