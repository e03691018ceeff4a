/**
 * Reads the event feed while a page is open, so that every answer on it stays true. The feed begins with a reset, so what
 * was asked before it was open is asked again; after a lost connection it resumes.
 */
import { notifyManager, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FeedEvent, FeedEventOf } from '../../src-shared/feed-events.ts';
import { useAdmin, useAdminClient } from '../api/admin-context.ts';
import { applyFeedEvent } from './apply-feed-event.ts';
import { readFailure } from './read-failure.ts';
import { useUi } from './ui-store.ts';

/** Usage is asked again at most this often, however many exchanges end. */
const USAGE_REFRESH_MS = 2_500;
/** Events are shown together this often: a hundred streams tell of themselves 400 times a second. */
const SHOW_EVERY_MS = 80;
/** Where so much happens that nobody can follow each step, fewer and larger steps leave the page time for everything else. */
const BUSY_SHOW_EVERY_MS = 400;
const BUSY_EVENTS_PER_MS = 0.1;
/** Details that the feed filled in and nobody looks at are let go: 50 exchanges a second would pile up thousands. */
const DETAIL_KEPT_MS = 20_000;

/** @param notice must be stable: a new one opens the feed anew. */
export function useFeed(notice: (notice: FeedEventOf<'notice'>) => void): void {
  const client = useAdminClient();
  const admin = useAdmin();
  const queries = useQueryClient();
  const setConnection = useUi((state) => state.setConnection);
  const endSession = useUi((state) => state.endSession);

  useEffect(() => {
    // What the feed changes is new and the rest is the same objects already: no need to compare all of it.
    queries.setQueryDefaults(admin.exchanges.get.queryKey(), { gcTime: DETAIL_KEPT_MS, structuralSharing: false });
    queries.setQueryDefaults(admin.exchanges.live.queryKey(), { structuralSharing: false });
    let usageTimer: ReturnType<typeof setTimeout> | null = null;
    const refreshUsage = () => {
      usageTimer = null;
      void queries.invalidateQueries({ queryKey: admin.exchanges.count.pathKey() });
      const nowMs = Date.now();
      // Only ranges that are not over can have changed.
      void queries.invalidateQueries({ queryKey: admin.usage.pathKey(), predicate: ({ queryKey }) => untilOf(queryKey) > nowMs });
    };
    const usageChanged = () => {
      usageTimer ??= setTimeout(refreshUsage, USAGE_REFRESH_MS);
    };
    let waiting: FeedEvent[] = [];
    let showTimer: ReturnType<typeof setTimeout> | null = null;
    let showEveryMs = SHOW_EVERY_MS;
    const showWaiting = () => {
      showTimer = null;
      const events = waiting;
      showEveryMs = events.length / showEveryMs > BUSY_EVENTS_PER_MS ? BUSY_SHOW_EVERY_MS : SHOW_EVERY_MS;
      waiting = [];
      notifyManager.batch(() => {
        for (const event of events) applyFeedEvent(event, { queries, admin, usageChanged, notice });
      });
    };
    const subscription = client.feed.events.subscribe(
      {},
      {
        onStarted: () => setConnection('open'),
        onData: ({ data }) => {
          waiting.push(data);
          showTimer ??= setTimeout(showWaiting, showEveryMs);
        },
        onConnectionStateChange: ({ state, error }) => {
          // Without an error it is the very first try; a first try that failed is a lost connection too.
          if (state === 'connecting' && error !== null) setConnection('lost');
        },
        onError: (error) => {
          if (readFailure(error).kind === 'session') endSession();
          else setConnection('lost');
        },
      },
    );
    return () => {
      subscription.unsubscribe();
      if (usageTimer !== null) clearTimeout(usageTimer);
      if (showTimer !== null) clearTimeout(showTimer);
    };
  }, [client, admin, queries, setConnection, endSession, notice]);
}

/** End of the period that a usage question is about; questions without one are always asked again. */
function untilOf(queryKey: readonly unknown[]): number {
  const part = queryKey[1];
  if (typeof part !== 'object' || part === null || !('input' in part)) return Number.POSITIVE_INFINITY;
  const { input } = part;
  const hasUntil = typeof input === 'object' && input !== null && 'untilMs' in input && typeof input.untilMs === 'number';
  return hasUntil ? Number(input.untilMs) : Number.POSITIVE_INFINITY;
}
