import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { describe, expect, it, vi } from 'vitest';
import type { AdminRouter } from '../../../../src-main/admin/router.ts';
import { applyFeedEvent } from '../../../../src-renderer/state/apply-feed-event.ts';
import { FEED_RESETS_KEY } from '../../../../src-renderer/state/queries/use-feed-resets.ts';
import { RECENT_EXCHANGES_KEY, RECENT_EXCHANGES_LIMIT } from '../../../../src-renderer/state/queries/use-recent-exchanges.ts';
import type { FeedEvent } from '../../../../src-shared/feed-events.ts';
import type { ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { fakeAdminServices, sampleAttempt, sampleEndpoint, sampleExchange } from '../../../support/admin-services.ts';
import { eventually } from '../../../support/eventually.ts';
import { sampleSkillJob } from '../../../support/skill-double.ts';

function rig() {
  const queries = new QueryClient();
  // Only the keys are used; nothing is ever called.
  const admin = createTRPCOptionsProxy<AdminRouter>({ client: createTRPCClient<AdminRouter>({ links: [] }), queryClient: queries });
  const usageChanged = vi.fn();
  const notice = vi.fn();
  const apply = (...events: FeedEvent[]) => {
    for (const event of events) applyFeedEvent(event, { queries, admin, usageChanged, notice });
  };
  const live = () => queries.getQueryData(admin.exchanges.live.queryKey());
  const detail = (id: string) => queries.getQueryData(admin.exchanges.get.queryKey({ id }));
  queries.setQueryData(admin.exchanges.live.queryKey(), []);
  return { queries, admin, apply, live, detail, usageChanged, notice };
}

const started: FeedEvent = { type: 'exchange-started', exchange: sampleExchange({ id: 'e1' }) };
const finished = (changes: Partial<ExchangeSummary> = {}): FeedEvent => ({
  type: 'exchange-finished',
  exchange: sampleExchange({ id: 'e1', outcome: 'delivered', status: 200, endedAtMs: 9, ...changes }),
});

describe('applyFeedEvent', () => {
  it('follows an exchange from its start over a failover to its end', () => {
    const { apply, live, detail, queries, usageChanged } = rig();
    apply(started);
    expect(live()?.map(({ id }) => id)).toEqual(['e1']);
    apply(
      { type: 'attempt-changed', exchangeId: 'e1', attempt: sampleAttempt({ number: 1, endpoint: 'A' }) },
      { type: 'attempt-changed', exchangeId: 'e1', attempt: sampleAttempt({ number: 1, endpoint: 'A', verdict: 'try-next', status: 529 }) },
      { type: 'attempt-changed', exchangeId: 'e1', attempt: sampleAttempt({ number: 2, endpoint: 'B', sentModel: 'm' }) },
      { type: 'exchange-progress', exchangeId: 'e1', responseBytes: 700, outputTokens: 12 },
    );
    expect(live()?.[0]).toMatchObject({ attemptCount: 2, endpoint: 'B', sentModel: 'm', responseBytes: 700 });
    expect(live()?.[0]?.usage).toMatchObject({ outputTokens: 12, source: 'estimated' });
    expect(detail('e1')?.attempts.map(({ number, verdict }) => [number, verdict])).toEqual([
      [1, 'try-next'],
      [2, null],
    ]);
    apply(finished());
    expect(live()).toEqual([]);
    expect(detail('e1')).toMatchObject({ outcome: 'delivered', attempts: [{ number: 1 }, { number: 2 }] });
    expect(queries.getQueryData(RECENT_EXCHANGES_KEY)).toMatchObject([{ id: 'e1', outcome: 'delivered' }]);
    expect(usageChanged).toHaveBeenCalledTimes(1);
  });

  it('does not let a late verdict on an earlier attempt take an exchange back to that endpoint', () => {
    const { apply, live } = rig();
    apply(started, { type: 'attempt-changed', exchangeId: 'e1', attempt: sampleAttempt({ number: 2, endpoint: 'B' }) });
    apply({ type: 'attempt-changed', exchangeId: 'e1', attempt: sampleAttempt({ number: 1, endpoint: 'A', verdict: 'try-next' }) });
    expect(live()?.[0]).toMatchObject({ endpoint: 'B', attemptCount: 2 });
  });

  it('shows an exchange once, even if its start is told twice', () => {
    const { apply, live } = rig();
    apply(started, started);
    expect(live()).toHaveLength(1);
  });

  it('leaves questions alone that were never asked', () => {
    const { apply, queries, admin } = rig();
    apply({ type: 'proxy-changed', proxy: { kind: 'stopped', url: null, error: null } });
    expect(queries.getQueryData(admin.status.get.queryKey())).toBeUndefined();
  });

  it('puts changes of endpoints, proxy, Claude Code and settings into the answers that are here', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.status.get.queryKey(), fakeAdminServices().status());
    queries.setQueryData(admin.settings.get.queryKey(), { settings: DEFAULT_SETTINGS, needsRestart: [], overridden: ['proxy.port'] });
    const settings = { ...DEFAULT_SETTINGS, ui: { ...DEFAULT_SETTINGS.ui, theme: 'dark' as const } };
    apply(
      { type: 'endpoints-changed', endpoints: [sampleEndpoint({ name: 'New' })] },
      { type: 'proxy-changed', proxy: { kind: 'stopped', url: null, error: null } },
      { type: 'claude-changed', claude: { kind: 'refused', file: 'f', message: 'm' } },
      { type: 'settings-changed', settings },
    );
    expect(queries.getQueryData(admin.endpoints.list.queryKey())).toMatchObject([{ name: 'New' }]);
    expect(queries.getQueryData(admin.status.get.queryKey())).toMatchObject({ proxy: { kind: 'stopped' }, claude: { kind: 'refused' } });
    expect(queries.getQueryData(admin.settings.get.queryKey())).toMatchObject({ settings: { ui: { theme: 'dark' } }, overridden: ['proxy.port'] });
    expect(queries.getQueryState(admin.settings.get.queryKey())?.isInvalidated).toBe(true);
  });

  it('asks for the tokens again when they changed, since the event does not hold them', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.tokens.list.queryKey(), []);
    apply({ type: 'tokens-changed' });
    expect(queries.getQueryState(admin.tokens.list.queryKey())?.isInvalidated).toBe(true);
  });

  it('asks for the failover rules again when they changed', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.rules.list.queryKey(), []);
    apply({ type: 'rules-changed' });
    expect(queries.getQueryState(admin.rules.list.queryKey())?.isInvalidated).toBe(true);
  });

  it('asks for the MCP servers again when they changed', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.mcp.presets.queryKey(), []);
    apply({ type: 'mcp-changed' });
    expect(queries.getQueryState(admin.mcp.presets.queryKey())?.isInvalidated).toBe(true);
  });

  it('asks for skills and backups again when they changed, but not for jobs', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.skills.backups.queryKey(), []);
    queries.setQueryData(admin.skills.jobs.queryKey(), []);
    apply({ type: 'skills-changed' });
    expect(queries.getQueryState(admin.skills.backups.queryKey())?.isInvalidated).toBe(true);
    expect(queries.getQueryState(admin.skills.jobs.queryKey())?.isInvalidated).toBe(false);
  });

  it('moves the progress of a job on skills without asking, and asks when its phase changes', () => {
    const { apply, queries, admin } = rig();
    const key = admin.skills.job.queryKey({ id: 'job-1' });
    queries.setQueryData(key, sampleSkillJob());
    apply({ type: 'skill-job', job: { id: 'job-1', phase: 'downloading', doneBytes: 10, totalBytes: 20 } });
    expect(queries.getQueryData(key)).toMatchObject({ doneBytes: 10, totalBytes: 20 });
    expect(queries.getQueryState(key)?.isInvalidated).toBe(false);
    apply({ type: 'skill-job', job: { id: 'job-1', phase: 'choosing', doneBytes: 20, totalBytes: 20 } });
    expect(queries.getQueryState(key)?.isInvalidated).toBe(true);
    // A choice without what was found would look like nothing was.
    expect(queries.getQueryData(key)?.phase).toBe('downloading');
  });

  it('asks everything again after a reset', () => {
    const { apply, queries, admin } = rig();
    queries.setQueryData(admin.endpoints.list.queryKey(), []);
    apply(finished(), { type: 'reset' });
    expect(queries.getQueryState(admin.endpoints.list.queryKey())?.isInvalidated).toBe(true);
    expect(queries.getQueryData(RECENT_EXCHANGES_KEY)).toEqual([]);
    expect(queries.getQueryData(FEED_RESETS_KEY)).toBe(1);
    apply({ type: 'reset' });
    expect(queries.getQueryData(FEED_RESETS_KEY)).toBe(2);
  });

  it('asks again when an event overtakes an answer, so that an old answer cannot undo the event', async () => {
    const { apply, queries, admin } = rig();
    const answers = [[sampleExchange({ id: 'e1' })], []];
    const release: (() => void)[] = [];
    const queryFn = () => new Promise<ExchangeSummary[]>((resolve) => release.push(() => resolve(answers.shift() ?? [])));
    const observer = new QueryObserver<ExchangeSummary[]>(queries, { queryKey: admin.exchanges.live.queryKey(), queryFn });
    const stop = observer.subscribe(() => undefined);
    // The first answer still lists e1, which ends while that answer is on its way.
    apply(finished());
    await eventually(() => release).toHaveLength(2);
    for (const answer of release) answer();
    await eventually(() => observer.getCurrentResult().isFetching).toBe(false);
    stop();
    expect(release).toHaveLength(2);
  });

  it('asks a first question again that is under way when the tokens change: its answer may be of before', async () => {
    const { apply, queries, admin } = rig();
    const answers = [Promise.withResolvers<[]>(), Promise.withResolvers<[]>()];
    let asked = 0;
    const queryFn = () => {
      asked += 1;
      return answers[asked - 1]?.promise ?? [];
    };
    const observer = new QueryObserver(queries, { queryKey: admin.tokens.list.queryKey(), queryFn });
    const stop = observer.subscribe(() => undefined);
    apply({ type: 'tokens-changed' });
    await eventually(() => asked).toBe(2);
    answers[1]?.resolve([]);
    await eventually(() => observer.getCurrentResult().isSuccess).toBe(true);
    stop();
  });

  it('keeps only so many ended exchanges', () => {
    const { apply, queries } = rig();
    for (let index = 0; index < RECENT_EXCHANGES_LIMIT + 5; index += 1) apply(finished({ id: `e${index}` }));
    const recent = queries.getQueryData<ExchangeSummary[]>(RECENT_EXCHANGES_KEY);
    expect(recent).toHaveLength(RECENT_EXCHANGES_LIMIT);
    expect(recent?.[0]?.id).toBe(`e${RECENT_EXCHANGES_LIMIT + 4}`);
  });

  it('hands notices on', () => {
    const { apply, notice } = rig();
    apply({ type: 'notice', level: 'info', code: 'endpoint-back', values: { endpoint: 'A' } });
    expect(notice).toHaveBeenCalledWith(expect.objectContaining({ code: 'endpoint-back' }));
  });
});
