import { spawn } from 'node:child_process';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AcquiredInstance, claimInstance, probeInstance } from '../../../../src-main/admin/instance-lock.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { SocketHost } from '../../../../src-main/admin/socket-host.ts';
import { type Instance, readInstanceFile, removeInstanceFile, writeInstanceFile } from '../../../../src-main/platform/instance-file.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

function sample(changes: Partial<Instance> = {}): Instance {
  return {
    pid: process.pid,
    startedAtMs: 1,
    instanceId: 'me',
    host: 'headless',
    socket: '/nowhere/a.sock',
    token: 'token',
    proxyUrl: null,
    dashboardUrl: null,
    version: '1',
    ...changes,
  };
}

/** Far more than an answer takes. */
const PLENTY_MS = 30_000;
/** For those who never answer. */
const SHORT_MS = 200;

async function claim(dataFolder: string, logger = new CaptureLogger(), probeTimeoutMs = PLENTY_MS) {
  return claimInstance({ file: join(dataFolder, 'instance.json'), logger, probeTimeoutMs });
}

async function acquire(dataFolder: string, logger?: CaptureLogger, probeTimeoutMs?: number): Promise<AcquiredInstance> {
  const claimed = await claim(dataFolder, logger, probeTimeoutMs);
  if (claimed.kind !== 'acquired') throw new Error('another instance runs');
  onTestFinished(() => claimed.release());
  return claimed;
}

/** Starts as a host does: claim, listen, announce. */
async function start(dataFolder: string, instanceId: string) {
  const claimed = await claim(dataFolder);
  if (claimed.kind === 'running') return claimed;
  const host = new SocketHost({
    openRouter: async () => createAdminRouter(fakeAdminServices()),
    instanceId,
    place: { dataFolder, runtimeFolder: null, tempFolder: '/tmp', platform: process.platform },
    clock: new FakeClock(),
    logger: silentLogger,
  });
  const { socket, token } = await host.start();
  await claimed.announce(sample({ instanceId, socket, token }));
  const stop = async () => {
    await host.stop();
    await claimed.release();
  };
  onTestFinished(stop);
  return { kind: 'started' as const, host, socket, stop };
}

async function listen(server: Server, path: string): Promise<void> {
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe('claimInstance', () => {
  it('finds the instance that runs on the data folder', async () => {
    const folder = await useTempFolder();
    const first = await start(folder, 'first');
    expect(first.kind).toBe('started');
    const second = await start(folder, 'second');
    expect(second).toMatchObject({ kind: 'running', instance: { instanceId: 'first', pid: process.pid } });
    expect((await readInstanceFile(join(folder, 'instance.json')))?.instanceId).toBe('first');
  });

  it('lets the next one start after an orderly stop, leaving no file', async () => {
    const folder = await useTempFolder();
    const first = await start(folder, 'first');
    if (first.kind === 'started') await first.stop();
    expect(await readInstanceFile(join(folder, 'instance.json'))).toBeNull();
    expect((await start(folder, 'second')).kind).toBe('started');
  });

  it('takes over what a crash left: file, socket and all', async () => {
    const folder = await useTempFolder();
    const socket = join(folder, 'left.sock');
    await writeFile(socket, '');
    await writeInstanceFile(join(folder, 'instance.json'), sample({ socket, pid: await deadPid() }));
    await acquire(folder);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
  });

  it('takes over a broken file', async () => {
    const folder = await useTempFolder();
    await writeFile(join(folder, 'instance.json'), '{"pid": 1');
    await acquire(folder);
  });

  it.each([
    ['answers something else', (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'), PLENTY_MS],
    ['hangs up', (socket: Socket) => void socket.destroy(), PLENTY_MS],
    ['says nothing', (socket: Socket) => onTestFinished(() => void socket.destroy()), SHORT_MS],
  ])('leaves the socket of a stranger alone that sits where a dead instance did and %s', async (_name, behave, probeTimeoutMs) => {
    const folder = await useTempFolder();
    const socket = join(folder, 'stranger.sock');
    await listen(createServer(behave), socket);
    await writeInstanceFile(join(folder, 'instance.json'), sample({ socket, pid: await deadPid() }));
    const logger = new CaptureLogger();
    await acquire(folder, logger, probeTimeoutMs);
    expect((await stat(socket)).isSocket()).toBe(true);
    expect(logger.messages('warn')).toEqual(['another program listens where an earlier instance did']);
  });

  it('says which process to end when the instance lives but does not answer', async () => {
    const folder = await useTempFolder();
    const socket = join(folder, 'hung.sock');
    const hung = createServer((connection) => onTestFinished(() => void connection.destroy()));
    await listen(hung, socket);
    await writeInstanceFile(join(folder, 'instance.json'), sample({ socket, pid: process.pid }));
    await expect(claim(folder, undefined, SHORT_MS)).rejects.toMatchObject({
      code: 'DATA_FOLDER_LOCKED',
      message: expect.stringContaining(String(process.pid)),
    });
    expect(await readdir(folder)).toEqual(['hung.sock', 'instance.json']);
  });

  it('gives one of ten racing starts the folder, and shows it to all others', async () => {
    const folder = await useTempFolder();
    const starts = await Promise.all(Array.from({ length: 10 }, (_, n) => start(folder, `racer ${n}`)));
    expect(starts.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    const winner = await readInstanceFile(join(folder, 'instance.json'));
    for (const other of starts) if (other.kind === 'running') expect(other.instance.instanceId).toBe(winner?.instanceId);
  });

  it('waits for an instance that closed its socket and still writes its last records', async () => {
    const folder = await useTempFolder();
    const file = join(folder, 'instance.json');
    const stopping = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void stopping.kill('SIGKILL'));
    await writeInstanceFile(file, sample({ instanceId: 'stopping', pid: stopping.pid ?? 0, socket: join(folder, 'none.sock') }));
    let isRemoved = false;
    const claiming = claimInstance({ file, logger: silentLogger }).then((claimed) => ({ claimed, wasRemoved: isRemoved }));
    await eventually(() => stat(`${file}.lock`)).toBeDefined();
    isRemoved = true;
    await removeInstanceFile(file, 'stopping');
    const { claimed, wasRemoved } = await claiming;
    if (claimed.kind === 'acquired') onTestFinished(() => claimed.release());
    expect({ kind: claimed.kind, wasRemoved }).toEqual({ kind: 'acquired', wasRemoved: true });
  });

  it('does not wait for ever when the number of a dead process went to another program', async () => {
    const folder = await useTempFolder();
    const file = join(folder, 'instance.json');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void other.kill('SIGKILL'));
    await writeInstanceFile(file, sample({ pid: other.pid ?? 0, socket: join(folder, 'none.sock') }));
    const claimed = await claimInstance({ file, logger: silentLogger, stopPatienceMs: 150 });
    expect(claimed.kind).toBe('acquired');
    if (claimed.kind === 'acquired') await claimed.release();
  });

  it('does not bring the file back when a change is announced while it is released', async () => {
    const folder = await useTempFolder();
    const claimed = await acquire(folder);
    await claimed.announce(sample());
    await Promise.all([claimed.announce(sample({ proxyUrl: 'http://127.0.0.1:9000' })), claimed.release(), claimed.announce(sample())]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets the next one try when a start failed before it was announced', async () => {
    const folder = await useTempFolder();
    await (await acquire(folder)).release();
    await acquire(folder);
  });

  it('waits out the lock of a start that was killed', async () => {
    const folder = await useTempFolder();
    const lock = join(folder, 'instance.json.lock');
    await mkdir(lock);
    const longAgo = new Date(Date.now() - 11_000);
    await utimes(lock, longAgo, longAgo);
    await acquire(folder);
  });

  it('says so when the data folder cannot be written to', async () => {
    const folder = await useTempFolder();
    await expect(claim(join(folder, 'missing'))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });

  it('leaves the file of a successor alone when it is released late', async () => {
    const folder = await useTempFolder();
    const first = await acquire(folder);
    await first.announce(sample({ instanceId: 'first', pid: await deadPid() }));
    const second = await acquire(folder);
    await second.announce(sample({ instanceId: 'second' }));
    await first.release();
    expect((await readInstanceFile(join(folder, 'instance.json')))?.instanceId).toBe('second');
  });
});

describe('probeInstance', () => {
  it('does not mistake a new instance for the one that a stale file names', async () => {
    const folder = await useTempFolder();
    const running = await start(folder, 'new');
    if (running.kind !== 'started') throw new Error('did not start');
    const current = await readInstanceFile(join(folder, 'instance.json'));
    if (current === null) throw new Error('not announced');
    expect(await probeInstance(current, PLENTY_MS)).toBe('same');
    expect(await probeInstance({ ...current, instanceId: 'old' }, PLENTY_MS)).toBe('stranger');
    expect(await probeInstance({ ...current, token: 'old' }, PLENTY_MS)).toBe('stranger');
    expect(await probeInstance({ ...current, socket: join(folder, 'none') }, PLENTY_MS)).toBe('nobody');
  });
});
