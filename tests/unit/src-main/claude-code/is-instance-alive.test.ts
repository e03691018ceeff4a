import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isInstanceAlive } from '../../../../src-main/claude-code/is-instance-alive.ts';

/** A server that answers every path the same way. @returns Its base URL. */
async function serving(status: number, body: string): Promise<{ baseUrl: string; seen: string[]; stop: () => Promise<void> }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(status, { location: '/elsewhere' }).end(body);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const stop = () =>
    new Promise<void>((settle) => {
      server.closeAllConnections();
      server.close(() => settle());
    });
  onTestFinished(stop);
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { baseUrl: `http://127.0.0.1:${address.port}`, seen, stop };
}

describe('isInstanceAlive', () => {
  it('asks the address that was written, and knows its instance', async () => {
    const { baseUrl, seen } = await serving(200, '{"status":"ok","instanceId":"one"}');
    expect(await isInstanceAlive({ instanceId: 'one', pid: 1, baseUrl })).toBe(true);
    expect(await isInstanceAlive({ instanceId: 'two', pid: 1, baseUrl })).toBe(false);
    expect(await isInstanceAlive({ instanceId: null, pid: null, baseUrl })).toBe(true);
    expect(seen).toEqual(['GET /health', 'GET /health', 'GET /health']);
  });

  it.each([
    ['HTML', 200, '<html>'],
    ['other JSON', 200, '{"status":"ok"}'],
    ['a redirect', 302, ''],
  ])('does not take %s for a Code Proxy', async (_what, status, body) => {
    const { baseUrl } = await serving(status, body);
    expect(await isInstanceAlive({ instanceId: null, pid: null, baseUrl })).toBe(false);
  });

  it('takes silence for dead', async () => {
    const { baseUrl, stop } = await serving(200, '');
    await stop();
    expect(await isInstanceAlive({ instanceId: 'one', pid: process.pid, baseUrl })).toBe(false);
    expect(await isInstanceAlive({ instanceId: 'one', pid: process.pid, baseUrl: null })).toBe(false);
    expect(await isInstanceAlive({ instanceId: 'one', pid: process.pid, baseUrl: 'no url' })).toBe(false);
  });
});
