import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AdminServices } from '../../../../src-main/admin/ports.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { SocketHost } from '../../../../src-main/admin/socket-host.ts';
import { openAdminClient } from '../../../../src-main/cli/admin-client.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

async function useClient(changes: Partial<AdminServices> = {}) {
  const dataFolder = await useTempFolder();
  const host = new SocketHost({
    openRouter: async () => createAdminRouter({ ...fakeAdminServices(), ...changes }),
    instanceId: 'me',
    place: { dataFolder, runtimeFolder: null, tempFolder: '/tmp', platform: process.platform },
    clock: new FakeClock(),
    logger: silentLogger,
  });
  onTestFinished(() => host.stop());
  const { socket, token } = await host.start();
  return { host, socket, token, ...(await open(socket, token)) };
}

async function open(socket: string, token = 'token') {
  const client = await openAdminClient({ socket, token, pid: 4711 });
  onTestFinished(() => client.close());
  return client;
}

describe('openAdminClient', () => {
  it('asks and commands over the admin socket', async () => {
    const { caller } = await useClient();
    expect((await caller.status.get()).instanceId).toBe('instance-a');
    expect(await caller.endpoints.edit({ id: 'e', patch: { name: 'New' } })).toMatchObject({ id: 'e', name: 'New' });
    expect(await caller.tokens.revoke({ name: 'ci' })).toBeUndefined();
    expect(await caller.claude.applySettings({ takeOver: true })).toMatchObject({ kind: 'applied' });
  });

  it('reaches every procedure of the router but the feed, under its own name', async () => {
    const { caller } = await useClient();
    const offered = Object.entries(caller).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`));
    const routed = Object.keys(createAdminRouter(fakeAdminServices())._def.procedures).filter((name) => name !== 'feed.events');
    expect(offered.sort()).toEqual(routed.sort());
  });

  it('gives back the AppError that the core threw', async () => {
    const { caller } = await useClient({
      proxy: {
        start: () => Promise.reject(new AppError('PORT_IN_USE', 'port 9000 is in use', { field: 'proxy.port', repair: 'choose-port' })),
        stop: () => Promise.reject(new Error('hidden')),
      },
    });
    const error: unknown = await caller.proxy.start().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'PORT_IN_USE', message: 'port 9000 is in use', field: 'proxy.port', repair: 'choose-port' });
    await expect(caller.proxy.stop()).rejects.toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining('hidden') });
  });

  it('says which input is wrong', async () => {
    const { caller } = await useClient();
    await expect(caller.endpoints.move({ id: 'e', position: 0 })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      field: 'position',
      message: 'position: must be 1 or more',
    });
  });

  it('names the process when nobody listens any more', async () => {
    const { host, caller } = await useClient();
    await host.stop();
    await expect(caller.status.get()).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE', message: expect.stringContaining('4711') });
  });

  it('is told so when its token is not that of the instance', async () => {
    const { socket } = await useClient();
    const { caller } = await open(socket, 'another');
    await expect(caller.status.get()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('does not take a stranger for an instance', async () => {
    const socket = join(await useTempFolder(), 'stranger.sock');
    const stranger = createServer((_request, response) => response.end('<html>hello</html>'));
    onTestFinished(() => void stranger.close());
    await new Promise<void>((resolve) => stranger.listen(socket, resolve));
    const { caller } = await open(socket);
    await expect(caller.status.get()).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
  });
});
