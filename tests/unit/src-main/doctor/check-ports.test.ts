import { once } from 'node:events';
import { utimes, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adminPortCheck, instanceCheck, localTokenCheck, otherInstancesCheck, proxyPortCheck } from '../../../../src-main/doctor/check-ports.ts';
import { FIXES } from '../../../../src-main/doctor/fixes.ts';
import { baseUrlOf, whoListens } from '../../../../src-main/doctor/who-listens.ts';
import { type Instance, readInstanceFile, writeInstanceFile } from '../../../../src-main/platform/instance-file.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { appSettingsSchema } from '../../../../src-shared/schemas/settings.ts';
import { doctorCore, doctorPorts, look, RIG_TOKEN } from '../../../support/doctor-rig.ts';

const { signal } = new AbortController();

async function listening(
  server: Server,
  at: { readonly port: number; readonly host: string } | string = { port: 0, host: '127.0.0.1' },
): Promise<number> {
  server.listen(at);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? (address satisfies AddressInfo).port : 0;
}

/** A proxy as its door looks from outside. */
function proxyDoor(options: { readonly instanceId?: string; readonly token?: string; readonly isOpen?: boolean } = {}): RequestListener {
  const { instanceId = 'instance-a', token = RIG_TOKEN, isOpen = false } = options;
  return (request, response) => {
    if (request.method === 'HEAD') return void response.end();
    const isKnown = isOpen || request.headers.authorization === `Bearer ${token}`;
    return void response.end(JSON.stringify({ status: 'ok', instanceId, ...(isKnown ? { version: '1' } : {}) }));
  };
}

function coreOn(port: number, kind: 'running' | 'stopped' | 'failed' = 'stopped', isServing = false) {
  const url = kind === 'running' ? `http://127.0.0.1:${port}` : null;
  return doctorCore({
    isServing,
    settings: () => appSettingsSchema.parse({ proxy: { port }, admin: { port } }),
    proxy: {
      state: () => ({ kind, url, error: kind === 'failed' ? 'it could not listen' : null }),
      start: async () => ({ kind: 'running', url: 'x', error: null }),
    },
  });
}

describe('a port', () => {
  it('is free, or held by some program, or by another Code Proxy', async () => {
    const free = await listening(createServer((socket) => socket.destroy()));
    expect(await whoListens('127.0.0.1', free, signal)).toEqual({ kind: 'other-program' });
    const ours = await listening(createHttpServer(proxyDoor()));
    expect(await whoListens('127.0.0.1', ours, signal)).toEqual({ kind: 'code-proxy', instanceId: 'instance-a' });
    expect((await whoListens('203.0.113.7', 9_000, signal)).kind).toBe('no-address');
    expect(baseUrlOf('::', 80)).toBe('http://127.0.0.1:80');
    expect(baseUrlOf('::1', 80)).toBe('http://[::1]:80');
  });

  it('of a silent program does not hold the check up', async () => {
    const port = await listening(createServer((socket) => socket.write('what is it?\r\n')));
    const found = await look(proxyPortCheck, await doctorPorts({ core: coreOn(port) }));
    expect(found).toMatchObject({ state: 'failed', codes: ['portTaken', 'choosePort'] });
    expect(found.remedy?.values.command).toContain(String(port));
    expect(found.remedy?.values.option).toBe('--port');
  });

  it('that is ours, free, or any, is in order', async () => {
    expect((await look(proxyPortCheck, await doctorPorts({ core: coreOn(9_000, 'running', true) }))).codes[0]).toBe('portOurs');
    expect((await look(proxyPortCheck, await doctorPorts({ core: coreOn(0) }))).codes[0]).toBe('portAny');
    const server = createServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    expect((await look(adminPortCheck, await doctorPorts({ core: coreOn(port) }))).codes[0]).toBe('portFree');
  });

  it('of a running instance whose proxy is off, or could not start, can be taken again', async () => {
    const off = await look(proxyPortCheck, await doctorPorts({ core: coreOn(0, 'stopped', true) }));
    expect(off).toMatchObject({ state: 'warning', codes: ['proxyOff', 'startProxy'], fix: 'start-proxy' });
    expect(await look(proxyPortCheck, await doctorPorts({ core: coreOn(0, 'failed', true) }))).toMatchObject({
      state: 'failed',
      said: 'it could not listen',
    });
    const port = await listening(createHttpServer(proxyDoor({ instanceId: 'another' })));
    expect((await look(proxyPortCheck, await doctorPorts({ core: coreOn(port, 'failed', true) }))).codes).toEqual(['portCodeProxy', 'stopOther']);
  });

  it('says that the proxy could not be started, when that is tried in vain', async () => {
    const start = async () => ({ kind: 'failed', url: null, error: 'port 9000 is used' }) as const;
    const core = doctorCore({ proxy: { ...doctorCore().proxy, start } });
    await expect(FIXES['start-proxy'].run(await doctorPorts({ core }))).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    await expect(FIXES['start-proxy'].run(await doctorPorts({ core: doctorCore({ isServing: false }) }))).rejects.toThrow('not running');
  });
});

describe('the local token', () => {
  const found = async (door: RequestListener) => {
    const port = await listening(createHttpServer(door));
    return look(localTokenCheck, await doctorPorts({ core: coreOn(port, 'running', true) }));
  };

  it('opens the proxy, and nothing else does', async () => {
    expect((await found(proxyDoor())).codes).toEqual(['tokenOk', null]);
    expect((await found(proxyDoor({ token: 'cp-another' }))).codes).toEqual(['tokenRefused', 'restartProxy']);
    expect((await found(proxyDoor({ isOpen: true }))).codes).toEqual(['tokenOpen', 'restartApp']);
    expect((await found(proxyDoor({ instanceId: 'somebody' }))).codes).toEqual(['tokenStranger', 'stopOther']);
  });

  it('cannot be tried when nobody answers', async () => {
    const port = await listening(createServer((socket) => socket.destroy()));
    const broken = await look(localTokenCheck, await doctorPorts({ core: coreOn(port, 'running', true) }));
    expect(broken).toMatchObject({ state: 'failed', codes: ['tokenNoAnswer', 'restartProxy'] });
    expect((await look(localTokenCheck, await doctorPorts({ core: coreOn(1) }))).codes[0]).toBe('needsInstance');
  });
});

describe('instances', () => {
  const instance = (socket: string): Instance => ({
    pid: process.pid,
    startedAtMs: 1,
    instanceId: 'an-earlier-one',
    host: 'headless',
    socket,
    token: 'admin-token',
    proxyUrl: null,
    dashboardUrl: null,
    version: '1',
  });

  it('that are gone leave a file, which is removed only while nobody answers', async () => {
    const ports = await doctorPorts();
    const socket = join(ports.paths.folder, 's');
    expect((await look(instanceCheck, ports)).codes[0]).toBe('instanceNone');
    await writeInstanceFile(ports.paths.instance, instance(socket));
    expect(await look(instanceCheck, ports)).toMatchObject({
      state: 'warning',
      codes: ['instanceStale', 'removeInstance'],
      fix: 'remove-instance-file',
    });

    const server = createServer((connection) => connection.destroy());
    await listening(server, socket);
    expect((await look(instanceCheck, ports)).codes[0]).toBe('instanceOther');
    await FIXES['remove-instance-file'].run(ports);
    expect(await readInstanceFile(ports.paths.instance)).not.toBeNull();
    const locked = { ...ports, core: new AppError('DATA_FOLDER_LOCKED', 'it does not answer') };
    expect(await look(instanceCheck, locked)).toMatchObject({ state: 'failed', codes: ['instanceSilent', 'endProcess'] });

    server.close();
    await once(server, 'close');
    await FIXES['remove-instance-file'].run(ports);
    expect(await readInstanceFile(ports.paths.instance)).toBeNull();
  });

  it('the own one is in order', async () => {
    const ports = await doctorPorts();
    const socket = join(ports.paths.folder, 's');
    await listening(createServer(), socket);
    await writeInstanceFile(ports.paths.instance, { ...instance(socket), instanceId: 'instance-a' });
    expect((await look(instanceCheck, ports)).codes[0]).toBe('instanceThis');
  });

  it('on other data folders are found at the usual ports and at ours', async () => {
    const port = await listening(createHttpServer(proxyDoor({ instanceId: 'another' })));
    const found = await look(otherInstancesCheck, await doctorPorts({ core: coreOn(port) }));
    expect(found).toMatchObject({ state: 'warning', codes: ['othersFound', 'stopOther'] });
    expect(found.said).toContain(String(port));
  });

  it('of the replaced app are noticed by the files that it is writing', async () => {
    const ports = await doctorPorts({ core: coreOn(1) });
    const wal = join(ports.paths.folder, 'code_proxy.db-wal');
    await writeFile(wal, 'x');
    expect((await look(otherInstancesCheck, ports)).codes).toEqual(['othersOld', 'quitOld']);
    await utimes(wal, new Date(0), new Date(0));
    expect((await look(otherInstancesCheck, ports)).codes[0]).not.toBe('othersOld');
  });
});
