import { expect, it } from 'vitest';
import { secretProcedures } from '../../../../../src-main/admin/procedures/secrets.ts';
import { serviceProcedures } from '../../../../../src-main/admin/procedures/service.ts';
import { createCallerFactory, router } from '../../../../../src-main/admin/trpc.ts';
import type { KeyPlace } from '../../../../../src-shared/schemas/secrets.ts';
import type { ServiceOptions } from '../../../../../src-shared/schemas/service.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { sampleSecrets, sampleService } from '../../../../support/system-double.ts';

it('asks where the key is, and moves it to a place that there is', async () => {
  const moves: KeyPlace[] = [];
  const secrets = {
    status: async () => sampleSecrets(),
    move: async (to: KeyPlace) => {
      moves.push(to);
      return sampleSecrets({ home: to });
    },
  };
  const caller = createCallerFactory(secretProcedures({ secrets }))({});
  expect(await caller.status()).toEqual(sampleSecrets());
  expect(await caller.move({ to: 'keychain' })).toMatchObject({ home: 'keychain' });
  await expect(caller.move(JSON.parse('{"to":"cloud"}'))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(moves).toEqual(['keychain']);
});

it('hands on how the service is to run, and nothing that it does not know', async () => {
  const asked: ServiceOptions[] = [];
  const double = fakeAdminServices().service;
  const service = {
    ...double,
    plan: (options: ServiceOptions) => {
      asked.push(options);
      return double.plan(options);
    },
    install: async (options: ServiceOptions) => {
      asked.push(options);
      return sampleService({ isInstalled: true });
    },
  };
  const caller = createCallerFactory(router({ service: serviceProcedures({ service }) }))({}).service;
  await caller.plan();
  expect(await caller.install({ port: 0, claudeSettings: false })).toMatchObject({ isInstalled: true });
  expect(asked).toEqual([
    { claudeSettings: true, keepProxyVariables: false },
    { port: 0, claudeSettings: false, keepProxyVariables: false },
  ]);
  await expect(caller.install({ port: 70_000 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await Promise.all([caller.status(), caller.start(), caller.stop(), caller.uninstall()])).toHaveLength(4);
  expect((await caller.logs()).lines).toEqual(['a line']);
});
