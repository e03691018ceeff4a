import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { localError } from '../../../../src-main/proxy/local-errors.ts';
import { refuse, sendWhole } from '../../../../src-main/proxy/refuse.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { RawClient } from '../../../support/raw-client.ts';

const server = createServer();
const clock = new FakeClock();
afterEach(() => {
  server.removeAllListeners('request');
  server.closeAllConnections();
  server.close();
});

async function client(): Promise<RawClient> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return RawClient.open(typeof address === 'object' && address !== null ? address.port : 0);
}

it('answers a request without a body and keeps the connection', async () => {
  server.on('request', (request, response) => refuse(request, response, { error: localError('overloaded_error', 'm'), exchangeId: 'x', clock }));
  const raw = await client();
  raw.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await raw.until('overloaded_error');
  expect(raw.received).toContain('retry-after: 5');
  expect(raw.received).toContain('x-code-proxy-exchange: x');
  raw.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await expect.poll(() => raw.received.split('overloaded_error').length).toBe(3);
});

it('answers at once while an upload is under way, and closes when it does not end', async () => {
  server.on('request', (request, response) => refuse(request, response, { error: localError('request_too_large', 'm'), exchangeId: null, clock }));
  const raw = await client();
  raw.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin');
  await raw.until('request_too_large');
  expect(raw.received).toContain('connection: close');
  clock.advance(5_000);
  await raw.closed();
  expect(raw.wasReset).toBe(false);
});

it('sendWhole adds the length', async () => {
  server.on('request', (_request, response) =>
    sendWhole(response, { status: 200, headers: ['x-a', '1'], body: Buffer.from('größe'), exchangeId: null }),
  );
  const raw = await client();
  raw.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await raw.until('content-length: 7');
});
