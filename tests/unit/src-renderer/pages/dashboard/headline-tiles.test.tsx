import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { HeadlineTiles } from '../../../../../src-renderer/pages/dashboard/headline-tiles.tsx';
import { resolveRange } from '../../../../../src-renderer/state/dashboard-range.ts';
import type { UsageFigures, UsageOverview } from '../../../../../src-shared/schemas/usage.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const range = resolveRange({ preset: '7d' }, NOW_MS, 'UTC');
const { usage } = fakeAdminServices();
const sample = await usage.overview({ sinceMs: 0, untilMs: 1, timeZone: 'UTC' });

async function tiles(changes: Partial<UsageFigures>, overview: Partial<UsageOverview> = {}, before: Partial<UsageFigures> = {}) {
  const answer = async ({ sinceMs }: { readonly sinceMs: number }) => {
    const figures = { ...sample.figures, ...(sinceMs === range.sinceMs ? changes : before) };
    return { ...sample, ...overview, figures };
  };
  adminRig({ usage: { ...usage, overview: answer } }).show(<HeadlineTiles range={range} />);
  await screen.findByText('Requests');
  return (label: string) => screen.getByText(label).closest('div')?.textContent ?? '';
}

describe('the headline figures', () => {
  it('say that a sum without all prices is a part, and do not compare it', async () => {
    const tile = await tiles({ costMicroUsd: 12_340_000, unpricedAttempts: 2 }, {}, { costMicroUsd: 6_000_000, unpricedAttempts: 0 });
    await waitFor(() => expect(tile('Cost')).toContain('≥ $12.34'));
    expect(tile('Cost')).toContain('2 unpriced');
    expect(tile('Cost')).not.toMatch(/more|less/);
  });

  it('never show what has no price at all as free', async () => {
    const tile = await tiles({ costMicroUsd: 0, unpricedAttempts: 2 });
    await waitFor(() => expect(tile('Cost')).toMatch(/Cost.*unpriced/));
    expect(tile('Cost')).not.toContain('$');
  });

  it('compare with the range before', async () => {
    const tile = await tiles({ exchanges: 150, errors: 3 }, {}, { exchanges: 100, errors: 6 });
    await waitFor(() => expect(tile('Requests')).toContain('+50% · more'));
    expect(tile('Errors')).toContain('\u221250% · less');
    expect(tile('Errors')).toContain('2% of requests');
  });

  it('compare with nothing where no record reaches back so far', async () => {
    const tile = await tiles({ exchanges: 150 }, { oldestMs: range.sinceMs + 1 });
    await screen.findByText(/nothing is known of the time before/);
    expect(tile('Requests')).not.toMatch(/more|less|none before/);
  });
});
