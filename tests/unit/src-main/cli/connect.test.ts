import { describe, expect, it, vi } from 'vitest';
import { type Connection, connect } from '../../../../src-main/cli/connect.ts';
import { createLocalCaller } from '../../../../src-main/local-caller.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { RUNNING_INSTANCE } from '../../../support/cli-run.ts';

const connection = (instance: Connection['instance']): Connection => ({
  caller: createLocalCaller(fakeAdminServices()),
  instance,
  close: async () => undefined,
});

describe('connect', () => {
  it('prefers the running instance and leaves the data folder alone', async () => {
    const dataFolder = vi.fn(async () => connection(null));
    const found = await connect({ instance: async () => connection(RUNNING_INSTANCE), dataFolder }, 'any');
    expect(found.instance).toBe(RUNNING_INSTANCE);
    expect(dataFolder).not.toHaveBeenCalled();
  });

  it('works on the data folder when nothing runs', async () => {
    expect((await connect({ instance: async () => null, dataFolder: async () => connection(null) }, 'any')).instance).toBeNull();
  });

  it('says how to start one when a running instance is needed', async () => {
    const dataFolder = vi.fn(async () => connection(null));
    const found = connect({ instance: async () => null, dataFolder }, 'running');
    await expect(found).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE', message: expect.stringContaining('code-proxy serve') });
    expect(dataFolder).not.toHaveBeenCalled();
  });
});
