import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useAudit } from '../../../../../src-renderer/state/queries/use-audit.ts';
import { useFoundOffsets } from '../../../../../src-renderer/state/queries/use-found-offsets.ts';
import { LOADED_AT_ONCE_BYTES, useStoredText } from '../../../../../src-renderer/state/queries/use-stored-text.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { AUDITED_ID, REQUEST_BODY, sampleAudit, sampleAuditText } from '../../../../support/sample-audit.ts';
import { adminRig } from '../../render-with-admin.tsx';

const { audit } = fakeAdminServices();
const ADDRESS = { exchangeId: AUDITED_ID, part: 'original', attempt: null } as const;

it('asks what was kept of a request', async () => {
  const { hook } = adminRig({ audit: { ...audit, get: async () => ({ kind: 'kept', record: sampleAudit() }) } });
  const result = hook(() => useAudit(AUDITED_ID));
  await waitFor(() => expect(result.current.data).toMatchObject({ kind: 'kept', record: { exchangeId: AUDITED_ID } }));
});

it('puts the parts of a text together, and asks for none where there is no text', async () => {
  const rig = adminRig({ audit: { ...audit, text: async (input) => sampleAuditText({ ...input, limit: 100 }) } });
  const nothing = rig.hook(() => useStoredText(null));
  const result = rig.hook(() => useStoredText(ADDRESS));
  await waitFor(() => expect(result.current.text).toBe(REQUEST_BODY));
  expect(result.current).toMatchObject({ isWhole: true, loadedBytes: REQUEST_BODY.length, textBytes: REQUEST_BODY.length, error: null });
  expect(nothing.current).toMatchObject({ text: undefined, isWhole: false });
  expect(rig.calls).toHaveLength(Math.ceil(REQUEST_BODY.length / 100));
});

it('stops at what can be shown at once, keeps showing it while it loads on, and loads as far as it is asked to', async () => {
  const large = 'x'.repeat(LOADED_AT_ONCE_BYTES * 2);
  const rig = adminRig({ audit: { ...audit, text: async (input) => sampleAuditText(input, { 'original ': large }) } });
  const seen: (number | undefined)[] = [];
  const result = rig.hook(() => {
    const stored = useStoredText(ADDRESS);
    seen.push(stored.text?.length);
    return stored;
  });
  await waitFor(() => expect(result.current.text?.length).toBe(LOADED_AT_ONCE_BYTES));
  expect(result.current).toMatchObject({ isWhole: false, loadedBytes: LOADED_AT_ONCE_BYTES });
  act(() => result.current.loadUpTo(LOADED_AT_ONCE_BYTES * 1.5));
  await waitFor(() => expect(result.current.loadedBytes).toBeGreaterThan(LOADED_AT_ONCE_BYTES * 1.5));
  expect(result.current.isWhole).toBe(false);
  // Never an empty view in between, and no view of each part.
  expect([...new Set(seen)]).toEqual([undefined, LOADED_AT_ONCE_BYTES, result.current.loadedBytes]);
});

it('asks where a word is only where that cannot be seen here', async () => {
  const rig = adminRig({ audit: { ...audit, find: async () => ({ offsets: [7], isMore: false }) } });
  rig.hook(() => useFoundOffsets(ADDRESS, 'word', false));
  rig.hook(() => useFoundOffsets(ADDRESS, '', true));
  const result = rig.hook(() => useFoundOffsets(ADDRESS, 'w'.repeat(300), true));
  await waitFor(() => expect(result.current.data).toEqual({ offsets: [7], isMore: false }));
  expect(rig.calls).toMatchObject([{ path: 'audit.find', input: { ...ADDRESS, text: 'w'.repeat(200) } }]);
});
