import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { enterPage, FIRST_PAGE, growDirectory } from '../../../../../src-renderer/state/page-directory.ts';
import { PAGE_ROWS, pageInput, useRequestPages } from '../../../../../src-renderer/state/queries/use-request-pages.ts';
import type { ExchangeListInput } from '../../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices, sampleExchange } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

/** Two pages: the newest, and the one at cursor `a`. */
function withPages() {
  const list = async ({ cursor }: ExchangeListInput) => ({
    items: [sampleExchange({ id: cursor ?? 'newest', startedAtMs: cursor === undefined ? 500 : 400 })],
    nextCursor: cursor === undefined ? 'a' : null,
    searchedToMs: null,
  });
  return adminRig({ exchanges: { ...fakeAdminServices().exchanges, list } });
}

const twoPages = growDirectory(enterPage(FIRST_PAGE, 0, { items: [sampleExchange({ id: 'newest' })], nextCursor: 'a', searchedToMs: null }));

describe('useRequestPages', () => {
  it('asks for the newest page always, and for others only where they are wanted', async () => {
    const rig = withPages();
    const result = rig.hook(() => useRequestPages({ filter: { kind: 'messages' }, generation: 0, directory: twoPages, wanted: [1, 7] }));
    await waitFor(() => expect([...result.current.pages.keys()]).toEqual([0, 1]));
    expect(result.current.pages.get(1)?.items[0]?.id).toBe('a');
    expect(rig.calls.map(({ input }) => input)).toEqual([
      { kind: 'messages', limit: PAGE_ROWS },
      { kind: 'messages', limit: PAGE_ROWS, cursor: 'a' },
    ]);
  });

  it('asks again for the newest page only down from its first row', async () => {
    const rig = withPages();
    const result = rig.hook(() => useRequestPages({ filter: {}, generation: 0, directory: FIRST_PAGE, wanted: [] }));
    await waitFor(() => expect(result.current.pages.size).toBe(1));
    await rig.queries.invalidateQueries();
    expect(rig.calls.map(({ input }) => input)).toEqual([{ limit: PAGE_ROWS }, { limit: PAGE_ROWS, untilMs: 501 }]);
  });
});

describe('pageInput', () => {
  it('never asks for more than the filter allows', () => {
    expect(pageInput({ untilMs: 300 }, null, 900)).toMatchObject({ untilMs: 300 });
    expect(pageInput({ untilMs: 300 }, 'c', 900)).toEqual({ untilMs: 300, limit: PAGE_ROWS, cursor: 'c' });
  });
});
