import { describe, expect, it, vi } from 'vitest';
import { type Connection, connect } from '../../../../src-main/cli/connect.ts';
import { createLocalCaller } from '../../../../src-main/local-caller.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
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

  it('asks the instance that started in the meantime, and says so when that does not answer either', async () => {
    const locked = new AppError('DATA_FOLDER_LOCKED', 'has just started');
    const dataFolder = () => Promise.reject(locked);
    const answers: (Connection | null)[] = [null, connection(RUNNING_INSTANCE)];
    expect((await connect({ instance: async () => answers.shift() ?? null, dataFolder }, 'any')).instance).toBe(RUNNING_INSTANCE);
    await expect(connect({ instance: async () => null, dataFolder }, 'any')).rejects.toBe(locked);
  });

  it('does not ask again when the data folder cannot be used', async () => {
    const instance = vi.fn(async () => null);
    const broken = new AppError('DATA_FOLDER_UNWRITABLE', 'read-only');
    await expect(connect({ instance, dataFolder: () => Promise.reject(broken) }, 'any')).rejects.toBe(broken);
    expect(instance).toHaveBeenCalledTimes(1);
  });

  it('says how to start one when a running instance is needed', async () => {
    const dataFolder = vi.fn(async () => connection(null));
    const found = connect({ instance: async () => null, dataFolder }, 'running');
    await expect(found).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE', message: expect.stringContaining('code-proxy serve') });
    expect(dataFolder).not.toHaveBeenCalled();
  });
});
