import { waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useReplay } from '../../../../../src-renderer/state/commands/use-replay.ts';
import { useStoredBodies } from '../../../../../src-renderer/state/commands/use-stored-bodies.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { AUDITED_ID, ERROR_BODY, REQUEST_BODY, SENT_BODY, STREAM_BODY, sampleAudit, sampleAuditText } from '../../../../support/sample-audit.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('runs and cancels a replay', async () => {
  const { hook, calls } = adminRig();
  const result = hook(useReplay);
  result.current.run.mutate({ id: AUDITED_ID, endpointId: 'e', model: null });
  await waitFor(() => expect(result.current.run.data).toMatchObject({ exchangeId: 'exchange-2' }));
  result.current.cancel.mutate({ id: AUDITED_ID });
  await waitFor(() => expect(calls.map(({ path }) => path)).toEqual(['replays.run', 'replays.cancel']));
});

it('fetches all that was kept', async () => {
  const { audit } = fakeAdminServices();
  const { hook } = adminRig({ audit: { ...audit, text: async (input) => sampleAuditText({ ...input, limit: 100 }) } });
  const bodies = await hook(useStoredBodies).current.mutateAsync(sampleAudit());
  expect([...bodies.values()]).toEqual([REQUEST_BODY, REQUEST_BODY, ERROR_BODY, SENT_BODY, STREAM_BODY, STREAM_BODY]);
});
