import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../../src-main/admin/trpc.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

const callerOf = (services: ReturnType<typeof fakeAdminServices>) => createCallerFactory(createAdminRouter(services))({});

it('hands a replay on, with the request’s own model unless another one is named', async () => {
  const asked: unknown[] = [];
  const { replays } = fakeAdminServices();
  const services = fakeAdminServices({
    replays: {
      run: async (input) => {
        asked.push(input);
        return replays.run(input);
      },
      cancel: (id) => void asked.push(id),
    },
  });
  const caller = callerOf(services);
  expect(await caller.replays.run({ id: 'a', endpointId: 'e' })).toMatchObject({ exchangeId: 'exchange-2', outcome: 'delivered' });
  await caller.replays.run({ id: 'a', endpointId: 'e', model: ' glm-5 ' });
  await caller.replays.cancel({ id: 'a' });
  expect(asked).toEqual([{ id: 'a', endpointId: 'e', model: null }, { id: 'a', endpointId: 'e', model: 'glm-5' }, 'a']);
});

it('says in words why a request cannot be sent again', async () => {
  const run = async () => {
    throw new AppError('REPLAY_IMPOSSIBLE', 'only the beginning of this request was kept');
  };
  const services = fakeAdminServices({ replays: { run, cancel: () => undefined } });
  await expect(callerOf(services).replays.run({ id: 'a', endpointId: 'e' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'only the beginning of this request was kept',
  });
});
