/** Every question hook: which procedure it asks, with what. The answers themselves are the router's tests. */
import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAuditSize } from '../../../../../src-renderer/state/queries/use-audit-size.ts';
import {
  useClaudeBackupDiff,
  useClaudeBackups,
  useClaudeConflicts,
  useClaudeDiff,
  useClaudeFolders,
  useClaudeSwitches,
} from '../../../../../src-renderer/state/queries/use-claude-files.ts';
import { useEndpoints } from '../../../../../src-renderer/state/queries/use-endpoints.ts';
import { useExchange } from '../../../../../src-renderer/state/queries/use-exchange.ts';
import { FEED_RESETS_KEY, useFeedResets } from '../../../../../src-renderer/state/queries/use-feed-resets.ts';
import { useLiveExchanges } from '../../../../../src-renderer/state/queries/use-live-exchanges.ts';
import { usePrices } from '../../../../../src-renderer/state/queries/use-prices.ts';
import { RECENT_EXCHANGES_KEY, useRecentExchanges } from '../../../../../src-renderer/state/queries/use-recent-exchanges.ts';
import { useRequestCount } from '../../../../../src-renderer/state/queries/use-request-count.ts';
import { useRules } from '../../../../../src-renderer/state/queries/use-rules.ts';
import { useSessions } from '../../../../../src-renderer/state/queries/use-sessions.ts';
import { useSettings } from '../../../../../src-renderer/state/queries/use-settings.ts';
import { useStatus } from '../../../../../src-renderer/state/queries/use-status.ts';
import { useTokens } from '../../../../../src-renderer/state/queries/use-tokens.ts';
import { useUsageBreakdown, useUsageHours, useUsageOverview, useUsageSeries } from '../../../../../src-renderer/state/queries/use-usage.ts';
import { sampleExchange } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const RANGE = { sinceMs: 1_000, untilMs: 2_000, timeZone: 'Europe/Berlin' };

describe('questions', () => {
  it.each<[string, unknown, () => { readonly data: unknown }]>([
    ['status.get', undefined, useStatus],
    ['endpoints.list', undefined, useEndpoints],
    ['exchanges.live', undefined, useLiveExchanges],
    ['exchanges.get', { id: 'e1' }, () => useExchange('e1')],
    ['sessions.list', undefined, useSessions],
    ['rules.list', undefined, useRules],
    ['settings.get', undefined, useSettings],
    ['tokens.list', undefined, useTokens],
    ['pricing.list', { days: 30 }, usePrices],
    ['audit.size', undefined, useAuditSize],
    ['claude.folders', undefined, useClaudeFolders],
    ['claude.diff', { folder: '/c' }, () => useClaudeDiff('/c')],
    ['claude.switches', { folder: '/c' }, () => useClaudeSwitches('/c')],
    ['claude.conflicts', { folder: '/c' }, () => useClaudeConflicts('/c')],
    ['claude.backups', { folder: '/c' }, () => useClaudeBackups('/c')],
    ['claude.backupDiff', { id: 'b' }, () => useClaudeBackupDiff('b')],
  ])('%s is asked once and its answer is kept', async (path, input, use) => {
    const rig = adminRig();
    const result = rig.hook(use);
    await waitFor(() => expect(result.current.data).toBeDefined());
    expect(rig.calls).toEqual([{ path, input }]);
  });

  it('does not compare a backup before someone wants to see it', () => {
    const rig = adminRig();
    rig.hook(() => useClaudeBackupDiff(null));
    expect(rig.calls).toEqual([]);
  });

  it('asks how many requests a filter selects', async () => {
    const rig = adminRig();
    const result = rig.hook(() => useRequestCount({ outcome: 'failures' }));
    await waitFor(() => expect(result.current.data).toEqual({ count: 1, isExact: true }));
    expect(rig.calls).toEqual([{ path: 'exchanges.count', input: { outcome: 'failures' } }]);
  });

  it('knows how often the feed began anew, without asking anyone', async () => {
    const rig = adminRig();
    rig.queries.setQueryData(FEED_RESETS_KEY, 3);
    const result = rig.hook(useFeedResets);
    await waitFor(() => expect(result.current).toBe(3));
    expect(rig.calls).toEqual([]);
  });

  it.each<[string, object, () => { readonly isSuccess: boolean }]>([
    ['usage.overview', {}, () => useUsageOverview(RANGE)],
    ['usage.series', { step: 'day', by: 'model' }, () => useUsageSeries({ ...RANGE, step: 'day' }, 'model')],
    ['usage.hours', { rows: 'weekday' }, () => useUsageHours(RANGE, 'weekday')],
    ['usage.breakdown', { by: 'endpoint' }, () => useUsageBreakdown(RANGE, 'endpoint')],
  ])('%s is asked for the range in the reader’s zone', async (path, input, use) => {
    const rig = adminRig();
    const result = rig.hook(use);
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
    expect(rig.calls).toEqual([{ path, input: { ...RANGE, ...input } }]);
  });

  it('shows the recently ended exchanges that the feed put there, without asking anyone', async () => {
    const rig = adminRig();
    rig.queries.setQueryData(RECENT_EXCHANGES_KEY, [sampleExchange({ id: 'e9' })]);
    const result = rig.hook(useRecentExchanges);
    await waitFor(() => expect(result.current.map(({ id }) => id)).toEqual(['e9']));
    expect(rig.calls).toEqual([]);
  });
});
