/** The fault wall: what clients send behind a request, and connections that are used again. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { askRaw } from '../../support/fault-wall.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const path = useDataPath();
const BODY = JSON.stringify(HELLO);
const REQUEST = `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
const STALLED = streamText('x', { after: { events: 4, ending: 'silence' } });

describe('behind a request whose answer is on its way', () => {
  it.each([
    ['what is no request', 'no request at all\r\n\r\n'],
    ['a request to upgrade', 'GET /v1/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
  ])('%s ends the connection, and nothing is written into the answer', async (_name, text) => {
    const endpoint = await path.fake(STALLED);
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const client = await RawClient.open(proxy.port);
    client.write(REQUEST);
    await client.until('text_delta');
    client.write(text);
    await client.closed();
    expect(client.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(client.received).not.toContain('"type":"error"');
    expect((await proxy.finishedOne()).exchange.outcome).toBe('client_left');
    await endpoint.seen[0]?.aborted;
  });

  it('another request is answered after it, in order and whole', async () => {
    const endpoint = await path.fake(streamText('first'), streamText('second'));
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const client = await RawClient.open(proxy.port);
    client.write(REQUEST + REQUEST);
    await proxy.finishedOne(2);
    for (const text of ['first', 'second']) await client.until(text);
    await expect.poll(() => client.received.split('message_stop"').length).toBe(3);
    expect(client.received.indexOf('HTTP/1.1 200', 1)).toBeGreaterThan(client.received.indexOf('message_stop"'));
    client.destroy();
  });

  it('another request that waits for its turn is let go as well when the client leaves', async () => {
    const endpoint = await path.fake(STALLED);
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const client = await RawClient.open(proxy.port);
    client.write(REQUEST + REQUEST);
    await client.until('text_delta');
    await endpoint.arrived(2);
    client.destroy();
    await proxy.finishedOne(2);
    expect(proxy.finished.map(({ exchange }) => exchange.outcome)).toEqual(['client_left', 'client_left']);
    await expect.poll(() => endpoint.connections).toBe(0);
  });
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe('an upload that is streamed to an endpoint which does not read it to its end', () => {
  const REFUSAL = 'HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\n\r\nno';
  const NEXT = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnext';

  it.each<[string, (socket: Socket) => void, string]>([
    ['answers', (socket) => void socket.write(REFUSAL), 'HTTP/1.1 413'],
    ['breaks off', (socket) => void socket.resetAndDestroy(), 'HTTP/1.1 502'],
  ])('but %s: the client gets that, and its connection serves the next request', async (_name, end, expected) => {
    const server = createServer((socket) => {
      stops.push(() => socket.destroy());
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        if (bytes.includes('POST /v1/files')) end(socket);
        else if (bytes.includes('GET /v1/next')) socket.write(NEXT);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => server.close());
    const bound = server.address();
    const proxy = await path.proxy({ endpoints: [`http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`] });
    const client = await RawClient.open(proxy.port);
    const head = `HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\n`;
    const rest = Buffer.alloc(1_000_000, 'x');
    client.write(`POST /v1/files ${head}Content-Length: ${1 + rest.length}\r\n\r\nx`);
    await client.until(expected);
    client.write(rest);
    client.write(`GET /v1/next ${head}\r\n`);
    await client.until('next');
    client.destroy();
    expect((await proxy.finishedOne(2)).exchange).toMatchObject({ path: '/v1/next', outcome: 'delivered' });
  });
});

describe('a pooled connection that the endpoint closes in the moment of its next use', () => {
  it.each([1, 2])('is replaced by a new one, with %i endpoints: no other endpoint is asked, no rest, no blame', async (count) => {
    const whole = streamEvents('again').join('');
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      let requests = 0;
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        if (!bytes.includes('POST /v1/messages')) return;
        requests += 1;
        if (requests > 1) socket.resetAndDestroy();
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${Buffer.byteLength(whole)}\r\n\r\n${whole}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const bound = server.address();
    const first = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
    const second = await path.fake(streamText('no'));
    const proxy = await path.proxy({ endpoints: [first, second.url].slice(0, count) });
    for (let round = 1; round <= 2; round += 1) expect(await askRaw(proxy.port, BODY)).toMatchObject({ body: whole, ending: 'whole' });
    const { attempts } = await proxy.finishedOne(2);
    expect(attempts.map(({ verdict, ruleId }) => [verdict, ruleId])).toEqual([
      ['retry-here', 'unreachable'],
      ['deliver', 'success'],
    ]);
    expect([sockets.length, second.seen.length]).toEqual([2, 0]);
    expect(proxy.rests.stateOf('endpoint-1')).toMatchObject({ kind: 'ready', rests: [], lastFailureAtMs: null });
  });
});
