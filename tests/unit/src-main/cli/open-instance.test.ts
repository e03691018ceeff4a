import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { SocketHost } from '../../../../src-main/admin/socket-host.ts';
import { openInstance } from '../../../../src-main/cli/open-instance.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { type Instance, writeInstanceFile } from '../../../../src-main/platform/instance-file.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { fakeAdminServices, INSTANCE_ID } from '../../../support/admin-services.ts';
import { RUNNING_INSTANCE } from '../../../support/cli-run.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function liveInstance(changes: Partial<Instance> = {}) {
  const folder = await tempFolder();
  const place = { dataFolder: folder, runtimeFolder: null, tempFolder: tmpdir(), platform: process.platform };
  const host = new SocketHost({
    openRouter: async () => createAdminRouter(fakeAdminServices()),
    instanceId: INSTANCE_ID,
    place,
    clock: systemClock,
    logger: silentLogger,
  });
  const { socket, token } = await host.start();
  onTestFinished(() => host.stop());
  const instance = join(folder, 'instance.json');
  await writeInstanceFile(instance, { ...RUNNING_INSTANCE, startedAtMs: 1, socket, token, ...changes });
  return { paths: { instance }, host };
}

describe('openInstance', () => {
  it('reaches the instance that instance.json names', async () => {
    const { paths } = await liveInstance();
    const connection = await openInstance(paths);
    expect(connection?.instance).toMatchObject({ pid: 4_711, proxyUrl: 'http://127.0.0.1:9000' });
    expect((await connection?.caller.endpoints.list())?.[0]?.name).toBe('First');
    await connection?.close();
  });

  it('is null without the file, with a broken one, and after a crash', async () => {
    const instance = join(await tempFolder(), 'instance.json');
    expect(await openInstance({ instance })).toBeNull();
    await writeFile(instance, '{"pid":');
    expect(await openInstance({ instance })).toBeNull();
    const { paths, host } = await liveInstance();
    await host.stop();
    expect(await openInstance(paths)).toBeNull();
  });

  it('is null for a data folder that is a file, and rejects when the file cannot be read', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    expect(await openInstance({ instance: join(folder, 'file', 'instance.json') })).toBeNull();
    await expect(openInstance({ instance: folder })).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      message: expect.stringContaining('EISDIR'),
    });
  });

  it('is null when somebody else listens there', async () => {
    expect(await openInstance((await liveInstance({ token: 'another' })).paths)).toBeNull();
    expect(await openInstance((await liveInstance({ instanceId: 'another' })).paths)).toBeNull();
  });
});
