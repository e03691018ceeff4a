import { waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useSecrets } from '../../../../../src-renderer/state/queries/use-secrets.ts';
import { useService, useServicePlan } from '../../../../../src-renderer/state/queries/use-service.ts';
import { sampleSecrets, sampleService } from '../../../../support/system-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const OPTIONS = { claudeSettings: true, keepProxyVariables: false };

it('asks where the key lives and how the service fares', async () => {
  const { hook } = adminRig();
  const result = hook(() => ({ secrets: useSecrets(), service: useService() }));
  await waitFor(() => expect(result.current.secrets.data).toEqual(sampleSecrets()));
  await waitFor(() => expect(result.current.service.data).toEqual(sampleService()));
});

it('asks what setting the service up would do, with the options of the dialog', async () => {
  const { hook, calls } = adminRig();
  const result = hook(() => useServicePlan({ ...OPTIONS, keepProxyVariables: true }, true));
  await waitFor(() => expect(result.current.data?.commands).toEqual(['systemctl --user daemon-reload']));
  expect(calls).toMatchObject([{ path: 'service.plan', input: { claudeSettings: true, keepProxyVariables: true } }]);
});
