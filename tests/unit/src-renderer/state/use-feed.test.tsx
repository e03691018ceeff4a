import { act, waitFor } from '@testing-library/react';
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { describe, expect, it, vi } from 'vitest';
import type { AdminRouter } from '../../../../src-main/admin/router.ts';
import { useEndpoints } from '../../../../src-renderer/state/queries/use-endpoints.ts';
import { useUsageOverview } from '../../../../src-renderer/state/queries/use-usage.ts';
import { useFeed } from '../../../../src-renderer/state/use-feed.ts';
import { sampleEndpoint, sampleExchange } from '../../../support/admin-services.ts';
import { adminRig } from '../render-with-admin.tsx';

/** The feed is open, and its first reset has had all questions asked a second time. */
function settled(rig: ReturnType<typeof adminRig>, questions: number) {
  return waitFor(() => {
    expect(rig.ui.getState().connection).toBe('open');
    expect(rig.calls.filter(({ path }) => path !== 'feed.events')).toHaveLength(questions * 2);
    expect(rig.queries.isFetching()).toBe(0);
  });
}

describe('useFeed', () => {
  it('keeps an answer true from the feed, without asking for it again', async () => {
    const rig = adminRig();
    const notice = vi.fn();
    const result = rig.hook(() => {
      useFeed(notice);
      return useEndpoints();
    });
    await settled(rig, 1);
    const asked = rig.calls.length;
    act(() => rig.services.feed.publish({ type: 'endpoints-changed', endpoints: [sampleEndpoint({ name: 'Renamed' })] }));
    await waitFor(() => expect(result.current.data?.[0]?.name).toBe('Renamed'));
    expect(rig.calls).toHaveLength(asked);
  });

  it('asks for usage again when exchanges have ended, once for many, and never for ranges that are over', async () => {
    const rig = adminRig();
    const notice = vi.fn();
    const running = { sinceMs: 0, untilMs: Date.now() + 600_000, timeZone: 'UTC' };
    const over = { ...running, untilMs: Date.now() - 1 };
    rig.hook(() => {
      useFeed(notice);
      return [useUsageOverview(running), useUsageOverview(over)];
    });
    await settled(rig, 2);
    const reports = () => rig.calls.filter(({ path }) => path === 'usage.overview').length;
    const before = reports();
    for (const id of ['e1', 'e2', 'e3']) rig.services.feed.publish({ type: 'exchange-finished', exchange: sampleExchange({ id }) });
    await waitFor(() => expect(reports()).toBe(before + 1));
  });

  it('calls the connection lost when even the first try fails, and open once one succeeds', async () => {
    const tries: ((result: { readonly error: boolean }) => void)[] = [];
    const failing: TRPCLink<AdminRouter> = () => () =>
      observable((observer) => {
        observer.next({ result: { type: 'state', state: 'connecting', error: null } });
        tries.push(({ error }) => {
          if (error) observer.next({ result: { type: 'state', state: 'connecting', error: new TRPCClientError('refused') } });
          else observer.next({ result: { type: 'started' } });
        });
      });
    const rig = adminRig({}, failing);
    const notice = vi.fn();
    rig.hook(() => useFeed(notice));
    await waitFor(() => expect(tries).toHaveLength(1));
    expect(rig.ui.getState().connection).toBe('connecting');
    act(() => tries[0]?.({ error: true }));
    expect(rig.ui.getState().connection).toBe('lost');
    act(() => tries[0]?.({ error: false }));
    expect(rig.ui.getState().connection).toBe('open');
  });

  it('passes notices on', async () => {
    const rig = adminRig();
    const notice = vi.fn();
    rig.hook(() => useFeed(notice));
    await waitFor(() => expect(rig.ui.getState().connection).toBe('open'));
    rig.services.feed.publish({ type: 'notice', level: 'warning', code: 'endpoint-resting', values: { endpoint: 'A' } });
    await waitFor(() => expect(notice).toHaveBeenCalledTimes(1));
  });
});
