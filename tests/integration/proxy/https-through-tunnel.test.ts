/** An https endpoint behind an outbound proxy: a CONNECT tunnel with TLS inside, end to end on real sockets. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UpstreamClient } from '../../../src-main/proxy/upstream-client.ts';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { streamEvents, streamText } from '../../support/fake-endpoint.ts';

const path = useDataPath();
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const CERTIFICATE = fixture('endpoint.pem');

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return port;
}

/** An endpoint that speaks TLS as endpoint.example. @param bodies Gets what it was sent. */
async function tlsEndpoint(bodies: string[] = []): Promise<number> {
  const server = createTlsServer({ key: fixture('endpoint.key'), cert: CERTIFICATE }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(streamEvents('through the tunnel').join(''));
    });
  });
  return portOf(server);
}

/** An outbound proxy that leads every tunnel to this port. */
async function tunnelTo(port: number): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((_request, response) => void response.writeHead(500).end());
  server.on('connect', (request, client: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    closers.push(() => client.destroy());
    closers.push(() => upstream.destroy());
  });
  return { url: `http://user:p%40ss@127.0.0.1:${await portOf(server)}`, asked };
}

function upstream(proxyUrl: string, extraCaPem: string | null): UpstreamClient {
  const made = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => proxyUrl, extraCaPem });
  closers.push(() => void made.stop());
  return made;
}

describe('an https endpoint behind an outbound proxy', () => {
  it('is asked through one tunnel, which is used again; the proxy sees neither path nor credential', async () => {
    const tunnel = await tunnelTo(await tlsEndpoint());
    const proxy = await path.proxy({ endpoints: ['https://endpoint.example'], upstream: upstream(tunnel.url, CERTIFICATE) });
    for (let round = 0; round < 2; round += 1) expect(await (await proxy.ask(HELLO)).text()).toBe(streamEvents('through the tunnel').join(''));
    expect(tunnel.asked).toEqual([`endpoint.example:443 Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
    expect(proxy.finished.map(({ exchange }) => exchange.outcome)).toEqual(['delivered', 'delivered']);
  });

  it('gets large requests byte for byte, although their memory is freed as soon as it answers', async () => {
    const bodies: string[] = [];
    const tunnel = await tunnelTo(await tlsEndpoint(bodies));
    const endpoint = { baseUrl: 'https://endpoint.example', modelMap: { '*': 'mapped' } };
    const proxy = await path.proxy({ endpoints: [endpoint], upstream: upstream(tunnel.url, CERTIFICATE) });
    const request = (model: string, index: number) => ({ a: `${index}`.repeat(1_000_000), model, b: '.'.repeat(index * 30_000), stream: true });
    const indexes = [1, 2, 3, 4, 5, 6];
    const answers = await Promise.all(indexes.map((index) => proxy.ask(request('claude-sonnet-4-5', index))));
    for (const answer of answers) expect(await answer.text()).toBe(streamEvents('through the tunnel').join(''));
    const expected = new Set(indexes.map((index) => JSON.stringify(request('mapped', index))));
    expect(bodies.filter((body) => expected.delete(body))).toHaveLength(indexes.length);
  });

  it.each([
    ['whose certificate nobody vouches for', 'https://endpoint.example', null, /certificate/i],
    ['whose certificate is for another name', 'https://other.example', CERTIFICATE, /certificate|altname/i],
  ])('%s fails over, and the reason names the problem', async (_name, url, extraCaPem, words) => {
    const tunnel = await tunnelTo(await tlsEndpoint());
    const second = await path.fake(streamText('second'));
    const proxy = await path.proxy({ endpoints: [url, second.url], upstream: upstream(tunnel.url, extraCaPem) });
    expect(await (await proxy.ask(HELLO)).text()).toContain('second');
    const { attempts } = await proxy.finishedOne();
    expect(attempts[0]).toMatchObject({ ruleId: 'unreachable', verdict: 'retry-here', reason: expect.stringMatching(words) });
    expect(attempts.at(-1)).toMatchObject({ verdict: 'deliver', endpoint: 'Endpoint 2' });
  });

  it('fails over when the outbound proxy turns the tunnel down', async () => {
    const server = createServer();
    server.on('connect', (_request, socket) => void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const second = await path.fake(streamText('second'));
    const url = `http://127.0.0.1:${await portOf(server)}`;
    const proxy = await path.proxy({ endpoints: ['https://endpoint.example', second.url], upstream: upstream(url, CERTIFICATE) });
    expect(await (await proxy.ask(HELLO)).text()).toContain('second');
    expect((await proxy.finishedOne()).attempts[0]).toMatchObject({ ruleId: 'unreachable', reason: expect.stringContaining('407') });
  });
});
