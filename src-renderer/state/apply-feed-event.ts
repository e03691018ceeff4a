/**
 * What each event of the feed does to the answers that are already here. The only place where the feed meets the caches.
 *
 * An answer that is being fetched while an event arrives may have been written before the event: it is asked for again.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { FeedEvent, FeedEventOf } from '../../src-shared/feed-events.ts';
import type { Attempt, ExchangeDetail, ExchangeSummary, Usage } from '../../src-shared/schemas/exchange.ts';
import type { SettingsView } from '../../src-shared/schemas/settings.ts';
import type { SkillJob, SkillJobProgress } from '../../src-shared/schemas/skill-job.ts';
import type { Status } from '../../src-shared/schemas/status.ts';
import type { Admin } from '../api/admin-context.ts';
import { FEED_RESETS_KEY } from './queries/use-feed-resets.ts';
import { RECENT_EXCHANGES_KEY, RECENT_EXCHANGES_LIMIT } from './queries/use-recent-exchanges.ts';

export interface FeedTarget {
  readonly queries: QueryClient;
  readonly admin: Admin;
  /** Usage reports cost a database query, so the caller decides how often they are asked again. */
  readonly usageChanged: () => void;
  readonly notice: (notice: FeedEventOf<'notice'>) => void;
}

export function applyFeedEvent(event: FeedEvent, target: FeedTarget): void {
  const { queries, admin } = target;
  const live = (change: (list: ExchangeSummary[]) => ExchangeSummary[]) => patch(queries, admin.exchanges.live.queryKey(), change);
  const detail = (id: string, change: (detail: ExchangeDetail) => ExchangeDetail) => patch(queries, admin.exchanges.get.queryKey({ id }), change);

  switch (event.type) {
    case 'reset':
      queries.setQueryData<ExchangeSummary[]>(RECENT_EXCHANGES_KEY, []);
      queries.setQueryData<number>(FEED_RESETS_KEY, (resets = 0) => resets + 1);
      void queries.invalidateQueries();
      return;
    case 'exchange-started':
      live((list) => [event.exchange, ...list.filter(({ id }) => id !== event.exchange.id)]);
      queries.setQueryData(admin.exchanges.get.queryKey({ id: event.exchange.id }), { ...event.exchange, attempts: [] });
      return;
    case 'attempt-changed':
      live((list) => replace(list, event.exchangeId, (exchange) => withAttempt(exchange, event.attempt)));
      detail(event.exchangeId, (exchange) => ({
        ...withAttempt(exchange, event.attempt),
        attempts: upsertAttempt(exchange.attempts, event.attempt),
      }));
      return;
    case 'exchange-progress':
      live((list) => replace(list, event.exchangeId, (exchange) => withProgress(exchange, event)));
      detail(event.exchangeId, (exchange) => withProgress(exchange, event));
      return;
    case 'exchange-finished':
      live((list) => list.filter(({ id }) => id !== event.exchange.id));
      detail(event.exchange.id, (exchange) => ({ ...exchange, ...event.exchange }));
      queries.setQueryData<ExchangeSummary[]>(RECENT_EXCHANGES_KEY, (list = []) => [event.exchange, ...list].slice(0, RECENT_EXCHANGES_LIMIT));
      target.usageChanged();
      return;
    case 'endpoints-changed':
      queries.setQueryData(admin.endpoints.list.queryKey(), event.endpoints);
      askAgainIfAsking(queries, admin.endpoints.list.queryKey());
      return;
    case 'proxy-changed':
      patch(queries, admin.status.get.queryKey(), (status: Status) => ({ ...status, proxy: event.proxy }));
      return;
    case 'claude-changed':
      patch(queries, admin.status.get.queryKey(), (status: Status) => ({ ...status, claude: event.claude }));
      void queries.invalidateQueries({ queryKey: admin.claude.pathKey() });
      return;
    case 'settings-changed':
      patch(queries, admin.settings.get.queryKey(), (view: SettingsView) => ({ ...view, settings: event.settings }));
      void queries.invalidateQueries({ queryKey: admin.settings.pathKey() });
      // What would be written into Claude Code's files follows from them.
      void queries.invalidateQueries({ queryKey: admin.claude.pathKey() });
      return;
    case 'claude-files-changed':
    case 'tokens-changed':
    case 'rules-changed':
    case 'mcp-changed':
    case 'skills-changed':
      for (const queryKey of changedKeys(event.type, admin)) askAgain(queries, queryKey);
      return;
    case 'skill-job':
      skillJobWentOn(event.job, target);
      return;
    case 'notice':
      target.notice(event);
      return;
    default:
      assertNever(event);
  }
}

type ChangeEvent = 'claude-files-changed' | 'tokens-changed' | 'rules-changed' | 'mcp-changed' | 'skills-changed';

/** What is asked again after an event that holds nothing. */
function changedKeys(type: ChangeEvent, admin: Admin): readonly QueryKey[] {
  if (type === 'claude-files-changed') return [admin.claude.pathKey()];
  if (type === 'tokens-changed') return [admin.tokens.pathKey()];
  if (type === 'rules-changed') return [admin.rules.pathKey()];
  if (type === 'mcp-changed') return [admin.mcp.pathKey()];
  return [admin.skills.list.pathKey(), admin.skills.read.pathKey(), admin.skills.backups.pathKey()];
}

/** What was found or done when the phase changes is not in the event, so that a new phase is only shown together with it. */
function skillJobWentOn(now: SkillJobProgress, { queries, admin }: FeedTarget): void {
  const key = admin.skills.job.queryKey({ id: now.id });
  if (queries.getQueryData<SkillJob>(key)?.phase === now.phase) patch(queries, key, (job: SkillJob) => ({ ...job, ...now }));
  else for (const queryKey of [key, admin.skills.jobs.queryKey()]) void queries.invalidateQueries({ queryKey });
}

/** Changes an answer that is there; one that was never asked for stays unasked. */
function patch<T>(queries: QueryClient, key: QueryKey, change: (data: T) => T): void {
  queries.setQueryData<T>(key, (data) => (data === undefined ? undefined : change(data)));
  askAgainIfAsking(queries, key);
}

/** A first question that is under way would be answered as things were, and by itself is not asked a second time. */
function askAgain(queries: QueryClient, queryKey: QueryKey): void {
  const isFirst = queries.isFetching({ queryKey, predicate: ({ state }) => state.data === undefined }) > 0;
  if (isFirst) void queries.cancelQueries({ queryKey }).then(() => queries.invalidateQueries({ queryKey }));
  else void queries.invalidateQueries({ queryKey });
}

function askAgainIfAsking(queries: QueryClient, key: QueryKey): void {
  if (queries.getQueryState(key)?.fetchStatus === 'fetching') void queries.invalidateQueries({ queryKey: key, exact: true });
}

function replace(list: ExchangeSummary[], id: string, change: (exchange: ExchangeSummary) => ExchangeSummary): ExchangeSummary[] {
  return list.map((exchange) => (exchange.id === id ? change(exchange) : exchange));
}

function withAttempt<T extends ExchangeSummary>(exchange: T, attempt: Attempt): T {
  if (attempt.number < exchange.attemptCount) return exchange;
  return { ...exchange, attemptCount: attempt.number, endpoint: attempt.endpoint, sentModel: attempt.sentModel };
}

/** Sorted by number: a late verdict on an earlier attempt must not move it. */
function upsertAttempt(attempts: readonly Attempt[], attempt: Attempt): Attempt[] {
  return [...attempts.filter(({ number }) => number !== attempt.number), attempt].sort((a, b) => a.number - b.number);
}

const NO_USAGE: Usage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  source: 'estimated',
};

function withProgress<T extends ExchangeSummary>(exchange: T, progress: FeedEventOf<'exchange-progress'>): T {
  const usage = { ...(exchange.usage ?? NO_USAGE), outputTokens: progress.outputTokens };
  return { ...exchange, responseBytes: progress.responseBytes, usage };
}
