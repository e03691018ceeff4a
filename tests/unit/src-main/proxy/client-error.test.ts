import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { onClientError, refuseConnection } from '../../../../src-main/proxy/client-error.ts';
import { RawClient } from '../../../support/raw-client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A listener that answers nothing by itself. @param limitMs For a whole request to arrive. */
async function listen(limitMs: number): Promise<{ readonly port: number; readonly begun: Promise<ServerResponse> }> {
  const latest = new WeakMap<Duplex, ServerResponse>();
  const begun = Promise.withResolvers<ServerResponse>();
  const server = createServer({ requestTimeout: limitMs, headersTimeout: limitMs, connectionsCheckingInterval: 10 }, (request, response) => {
    latest.set(request.socket, response);
    begun.resolve(response);
  });
  server.on('clientError', (error, socket) => onClientError(error, socket, latest));
  server.on('upgrade', (_request, socket) => refuseConnection(socket, 'Upgrade', latest));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, begun: begun.promise };
}

const AN_HOUR = 3_600_000;

describe('a request that cannot be read', () => {
  it.each([
    ['is no HTTP', 'hello\r\n\r\n', AN_HOUR, '400 Bad Request', 'not valid HTTP'],
    ['has a head that never ends', 'GET / HTTP/1.1\r\nHost: localhost\r\n', 20, '408 Request Timeout', 'did not arrive whole'],
    [
      'has a body that never ends',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
      20,
      '408 Request Timeout',
      'did not arrive whole',
    ],
    [
      'wants another protocol',
      'GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\nHost: a\r\n\r\n',
      AN_HOUR,
      '405 Method Not Allowed',
      'Upgrade',
    ],
  ])('because it %s is told so in the shape of the API', async (_name, text, limitMs, status, words) => {
    const { port } = await listen(limitMs);
    const client = await RawClient.open(port);
    client.write(text);
    await client.closed();
    expect(client.received.startsWith(`HTTP/1.1 ${status}\r\n`)).toBe(true);
    const body = client.received.slice(client.received.indexOf('{'));
    expect(JSON.parse(body)).toMatchObject({ type: 'error', error: { message: expect.stringContaining(words) } });
  });

  it('behind one that waits for its answer is told so as well, and behind one that was answered', async () => {
    for (const isAnswered of [false, true]) {
      const { port, begun } = await listen(AN_HOUR);
      const client = await RawClient.open(port);
      client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const response = await begun;
      if (isAnswered) {
        response.end('whole');
        await client.until('whole');
      }
      client.write('hello\r\n\r\n');
      await client.closed();
      expect(client.received).toContain('not valid HTTP');
      expect(client.received.includes('200 OK')).toBe(isAnswered);
    }
  });

  it('gets nothing while an answer is on its way, whose end is then heard of', async () => {
    for (const text of ['hello\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n']) {
      const { port, begun } = await listen(AN_HOUR);
      const client = await RawClient.open(port);
      client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const response = await begun;
      const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
      response.write('half');
      await client.until('half');
      client.write(text);
      await client.closed();
      await closed;
      expect(client.received.match(/HTTP\/1.1/g)).toHaveLength(1);
      expect(client.received).not.toContain('error');
    }
  });
});
