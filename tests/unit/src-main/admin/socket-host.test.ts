import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AdminServices } from '../../../../src-main/admin/ports.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { INSTANCE_PATH, SocketHost } from '../../../../src-main/admin/socket-host.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { rawRequest, rawStream } from '../../../support/raw-request.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

async function useSocketHost(changes: Partial<AdminServices> = {}) {
  const dataFolder = await useTempFolder();
  const services = fakeAdminServices();
  const logger = new CaptureLogger();
  const host = new SocketHost({
    openRouter: async () => createAdminRouter({ ...services, ...changes }),
    instanceId: 'me',
    place: { dataFolder, runtimeFolder: null, tempFolder: '/tmp', platform: process.platform },
    clock: new FakeClock(),
    logger,
  });
  onTestFinished(() => host.stop());
  const { socket, token } = await host.start();
  const authorization = `Bearer ${token}`;
  const ask = (path: string, headers: Record<string, string> = { authorization }) => rawRequest({ socketPath: socket, path, headers });
  return { host, services, logger, socket, token, authorization, ask };
}

describe('SocketHost', () => {
  it('answers calls with the token, on a socket that only its owner can open', async () => {
    const { ask, socket } = await useSocketHost();
    const answer = await ask('/trpc/status.get');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('"instanceId":"instance-a"');
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(socket))).mode & 0o777).toBe(0o700);
  });

  it('refuses every path without the token, or with another one', async () => {
    const { ask, token } = await useSocketHost();
    for (const path of ['/trpc/status.get', '/trpc/tokens.current', INSTANCE_PATH, '/']) {
      for (const headers of [{}, { authorization: token }, { authorization: 'Bearer wrong' }, { authorization: `Bearer ${token}x` }]) {
        expect((await ask(path, headers as Record<string, string>)).status).toBe(401);
      }
    }
  });

  it('says who it is', async () => {
    const { ask } = await useSocketHost();
    expect(JSON.parse((await ask(INSTANCE_PATH)).body)).toEqual({ instanceId: 'me' });
    expect((await ask('/other')).status).toBe(404);
  });

  it('takes at most twenty calls in one request', async () => {
    const { ask } = await useSocketHost();
    const batch = (count: number) => ask(`/trpc/${Array(count).fill('status.get').join(',')}?batch=1`);
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
  });

  it('does not read a body of more than a megabyte', async () => {
    const { socket, authorization } = await useSocketHost();
    const headers = { authorization, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    expect((await rawRequest({ socketPath: socket, method: 'POST', path: '/trpc/tokens.add', headers, body })).status).toBe(413);
  });

  it('logs a fault of the core with its cause and tells the caller nothing of it', async () => {
    const { ask, logger } = await useSocketHost({
      status: () => {
        throw new Error('secret detail');
      },
    });
    const answer = await ask('/trpc/status.get');
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(logger.messages('error')).toEqual(['an admin call failed']);
  });

  it('closes feeds and removes its socket when it stops', async () => {
    const { host, services, socket, authorization } = await useSocketHost();
    const feed = await rawStream({ socketPath: socket, path: '/trpc/feed.events', headers: { authorization } });
    await eventually(() => services.feed.readerCount).toBe(1);
    await host.stop();
    await feed.closed;
    await eventually(() => services.feed.readerCount).toBe(0);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
    await host.stop();
  });

  it('keeps no reader after a hundred feeds were opened and left', async () => {
    const { services, socket, authorization } = await useSocketHost();
    for (let n = 0; n < 100; n++) {
      const feed = await rawStream({ socketPath: socket, path: '/trpc/feed.events', headers: { authorization } });
      feed.leave();
      await feed.closed;
    }
    await eventually(() => services.feed.readerCount).toBe(0);
  });

  it('never takes the place of a socket that another program listens on', async () => {
    const folder = await useTempFolder();
    const other = createServer();
    onTestFinished(() => void other.close());
    await new Promise<void>((resolve) => other.listen(join(folder, 'other.sock'), resolve));
    const { socket } = await useSocketHost();
    expect(socket).not.toBe(join(folder, 'other.sock'));
    expect((await stat(join(folder, 'other.sock'))).isSocket()).toBe(true);
  });
});
