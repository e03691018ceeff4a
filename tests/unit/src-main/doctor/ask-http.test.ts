import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askHttp } from '../../../../src-main/doctor/ask-http.ts';
import { instanceStanding } from '../../../../src-main/doctor/instance-standing.ts';
import { staleAddresses } from '../../../../src-main/doctor/stale-addresses.ts';
import { writeInstanceFile } from '../../../../src-main/platform/instance-file.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const { signal } = new AbortController();

async function urlOf(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/health`);
}

const serve = (listener: RequestListener) => urlOf(createServer(listener));

describe('a question over HTTP', () => {
  it('is answered with status and text, whatever proxy the environment names', async () => {
    const url = await serve((request, response) => response.writeHead(418).end(`${request.method} ${request.url} ${request.headers.authorization}`));
    expect(await askHttp({ url, headers: { authorization: 'Bearer x' }, signal })).toEqual({ status: 418, text: 'GET /health Bearer x' });
  });

  it('fails when the answer never ends, is none, or was given up', async () => {
    const endless = await serve((_request, response) => void response.write('x'.repeat(100_000)));
    await expect(askHttp({ url: endless, signal })).rejects.toThrow('too long');
    const stranger = await urlOf(createTcpServer((socket) => socket.end('hello\r\n')));
    await expect(askHttp({ url: stranger, signal })).rejects.toThrow();
    const silent = await urlOf(createTcpServer(() => undefined));
    const giveUp = new AbortController();
    const asked = askHttp({ url: silent, signal: giveUp.signal });
    giveUp.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('the instance that instance.json names', () => {
  it('lives while somebody accepts at its socket, whatever its process number says', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'instance.json');
    const socket = join(folder, 's');
    expect(await instanceStanding(file)).toEqual({ kind: 'none' });
    const host = 'headless' as const;
    await writeInstanceFile(file, {
      pid: process.pid,
      startedAtMs: 1,
      instanceId: 'a',
      host,
      socket,
      token: 't',
      proxyUrl: null,
      dashboardUrl: null,
      version: '1',
    });
    expect((await instanceStanding(file)).kind).toBe('gone');
    const server = createTcpServer(() => undefined);
    server.listen(socket);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    expect(await instanceStanding(file)).toMatchObject({ kind: 'accepts', instance: { instanceId: 'a' } });
  });
});

describe('addresses in settings files', () => {
  it('are stale when no Code Proxy answers there, though some other program may', async () => {
    const live = await serve((_request, response) => response.end(JSON.stringify({ instanceId: 'a' })));
    const other = await serve((_request, response) => response.end('{"name":"some other server"}'));
    const written = [
      { file: 'a', url: live.origin, token: null },
      { file: 'b', url: other.origin, token: null },
      { file: 'c', url: null, token: null },
    ];
    expect(await staleAddresses(written, signal)).toEqual([{ file: 'b', url: other.origin }]);
  });
});
