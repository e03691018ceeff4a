import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HoursCard } from '../../../../../src-renderer/pages/dashboard/hours-card.tsx';
import { type RangeChoice, resolveRange } from '../../../../../src-renderer/state/dashboard-range.ts';
import type { UsageHours } from '../../../../../src-shared/schemas/usage.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const totals = {
  exchanges: 3,
  errors: 1,
  inputTokens: 20,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 5,
  costMicroUsd: 0,
  unpricedAttempts: 1,
};

async function show(choice: RangeChoice, hours: UsageHours) {
  const range = resolveRange(choice, NOW_MS, 'Europe/Berlin');
  const usage = { ...fakeAdminServices().usage, hours: async () => hours };
  adminRig({ usage }).show(<HoursCard range={range} metric="cost" />);
  await screen.findByRole('grid');
  return { range, cell: (place: string) => document.querySelector(`[data-place="${place}"]`) };
}

afterEach(() => vi.restoreAllMocks());

describe('the hours of the dashboard', () => {
  it('lead each to its own requests where each date has a row, also when the clocks change', async () => {
    // On 25 October 2026 Berlin has the hour from 2 to 3 twice.
    const { cell } = await show(
      { preset: null, from: '2026-10-25', to: '2026-10-25' },
      { rows: ['2026-10-25'], cells: [{ row: 0, hour: 2, ...totals }] },
    );
    const [since, until] = [Date.UTC(2026, 9, 25, 0), Date.UTC(2026, 9, 25, 2)];
    expect(cell('0:2')?.getAttribute('href')).toBe(`/requests?since=${since}&until=${until}`);
    expect(cell('0:2')?.getAttribute('aria-label')).toBe(
      'Sun, Oct 25, 2026, 02:00–03:00: 25 tokens, 20 in, 5 out, 3 requests, 1 attempt unpriced, 1 error',
    );
    expect(screen.queryByText(/In a range of up to/)).toBeNull();
  });

  it('has no list for an hour that the date leaves out', async () => {
    // On 29 March 2026 there is no 2 o'clock in Berlin.
    const { cell } = await show({ preset: null, from: '2026-03-29', to: '2026-03-29' }, { rows: ['2026-03-29'], cells: [] });
    expect(cell('0:2')?.getAttribute('href')).toBeNull();
    expect(cell('0:3')?.getAttribute('href')).not.toBeNull();
  });

  it('lead to the requests of the range where they are sums over it, and say so', async () => {
    const { cell, range } = await show({ preset: '90d' }, { rows: ['1', '2'], cells: [{ row: 1, hour: 14, ...totals }] });
    expect(cell('1:14')?.getAttribute('href')).toBe(`/requests?since=${range.sinceMs}&until=${range.untilMs}`);
    expect(screen.getByRole('grid').getAttribute('aria-description')).toBe('Opens all requests of the range.');
    expect(screen.getByText('In a range of up to 31 days, each hour opens its own requests.')).toBeTruthy();
  });

  it.each([
    ['en-US', 'Sun'],
    ['en-GB', 'Mon'],
  ])('begin with the first weekday of %s, %s, and keep each weekday’s own numbers', async (locale, first) => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue([locale]);
    const rows = ['1', '2', '3', '4', '5', '6', '7'];
    const { cell } = await show({ preset: '90d' }, { rows, cells: [{ row: 6, hour: 14, ...totals }] });
    expect(screen.getAllByRole('rowheader')[0]?.textContent).toBe(first);
    const sunday = first === 'Sun' ? 0 : 6;
    expect(cell(`${sunday}:14`)?.getAttribute('aria-label')).toContain('Sunday, 14:00–15:00: 25 tokens');
  });

  it('marks what was used without a price, and never as nothing', async () => {
    const { cell } = await show({ preset: '90d' }, { rows: ['1', '2'], cells: [{ row: 1, hour: 14, ...totals }] });
    await waitFor(() => expect(cell('1:14')?.className).toContain('heat-unpriced'));
    expect(cell('0:14')?.className).toContain('--heat-0');
  });
});
