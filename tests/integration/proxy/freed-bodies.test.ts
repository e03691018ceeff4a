/** The memory of a large request is freed at the commit point. Whatever endpoints do with their connections, nobody may see that. */
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { UpstreamClient } from '../../../src-main/proxy/upstream-client.ts';
import type { Upstream } from '../../../src-main/proxy/upstream-port.ts';
import { useDataPath } from '../../support/data-path-fixture.ts';
import { answer, streamText } from '../../support/fake-endpoint.ts';
import { askRaw } from '../../support/fault-wall.ts';

const path = useDataPath();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** @param before How much of the text stands before the model: the bytes behind it are what an endpoint may get last. */
function largeBody(bytes: number, before = 0.5): (model: string) => string {
  const text = Array.from({ length: Math.ceil(bytes / 8) }, (_, index) => index.toString(36).padStart(8, '.')).join('');
  const split = Math.floor(text.length * before);
  return (model) => JSON.stringify({ a: text.slice(0, split), model, b: text.slice(split), max_tokens: 1, stream: true, messages: [] });
}

/** Sends as always, and keeps what was handed over: pieces of the received body share its memory. */
function watchedUpstream(): { readonly upstream: Upstream; readonly handedOver: (readonly Buffer[])[] } {
  const client = new UpstreamClient({ connectTimeoutMs: 2_000, proxyFor: () => null, extraCaPem: null });
  closers.push(() => void client.stop());
  const handedOver: (readonly Buffer[])[] = [];
  const upstream: Upstream = {
    send(request, handler) {
      if (request.body !== null && !(request.body instanceof Readable)) handedOver.push([...request.body]);
      return client.send(request, handler);
    },
  };
  return { upstream, handedOver };
}

it.each([0, 0.5, 0.99])('the memory of a delivered request is free (model behind %d of the body)', async (before) => {
  const endpoint = await path.fake(streamText('ok'));
  const { upstream, handedOver } = watchedUpstream();
  const proxy = await path.proxy({ endpoints: [{ baseUrl: endpoint.url, modelMap: { '*': 'mapped' } }], upstream });
  const body = largeBody(1_000_000, before);
  expect((await askRaw(proxy.port, body('claude-sonnet-4-5'))).status).toBe(200);
  expect(endpoint.seen[0]?.body.toString()).toBe(body('mapped'));
  expect(handedOver).toHaveLength(1);
  // What is left is the name of the model.
  expect(handedOver[0]?.filter(({ length }) => length > 0).map(String)).toEqual(['"mapped"']);
});

it.each([0, 0.5, 0.99])('requests of 2 MB at once reach their endpoints byte for byte (model behind %d of the body)', async (before) => {
  const endpoint = await path.fake(streamText('ok'));
  const proxy = await path.proxy({ endpoints: [{ baseUrl: endpoint.url, modelMap: { '*': 'mapped' } }] });
  const bodies = Array.from({ length: 12 }, (_, index) => largeBody(2_000_000 + index * 8, before));
  const answers = await Promise.all(bodies.map((body) => askRaw(proxy.port, body('claude-sonnet-4-5'))));
  expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
  const expected = new Set(bodies.map((body) => body('mapped')));
  expect(endpoint.seen.filter(({ body }) => expected.delete(body.toString()))).toHaveLength(12);
});

it('a request that fails at one endpoint reaches the next one byte for byte', async () => {
  const failing = await path.fake(answer(529, {}, '{"type":"error","error":{"type":"overloaded_error","message":"busy"}}'));
  const working = await path.fake(streamText('ok'));
  const proxy = await path.proxy({ endpoints: [failing.url, { baseUrl: working.url, modelMap: { '*': 'mapped' } }] });
  const body = largeBody(1_000_000);
  expect((await askRaw(proxy.port, body('claude-sonnet-4-5'))).status).toBe(200);
  expect(failing.seen.map(({ body: seen }) => seen.toString() === body('claude-sonnet-4-5'))).not.toContain(false);
  expect(working.seen.map(({ body: seen }) => seen.toString() === body('mapped'))).toEqual([true]);
});

it('an endpoint that answers before it has read the request never gets other bytes than the client’s', async () => {
  const received: Buffer[][] = [];
  const server = createServer((socket: Socket) => {
    const chunks: Buffer[] = [];
    received.push(chunks);
    socket.on('error', () => undefined);
    socket.once('data', (first: Buffer) => {
      chunks.push(first);
      socket.pause();
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 200000\r\n\r\n');
      socket.write(`event: message_start\ndata: {"type":"message_start","message":{"id":"m"}}\n\n${': '.padEnd(70_000, 'x')}\n\n`);
      // The body is read only while the answer is on its way, and after the proxy has let go of it.
      setTimeout(() => socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume(), 50);
      setTimeout(() => socket.destroy(), 150);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const proxy = await path.proxy({ endpoints: [{ baseUrl: url, modelMap: { '*': 'mapped' } }], settings: { maxRetries: 0 } });
  const body = largeBody(8_000_000, 0.01);
  await askRaw(proxy.port, body('claude-sonnet-4-5')).catch(() => undefined);
  expect(received).not.toHaveLength(0);
  for (const chunks of received) {
    const sent = Buffer.concat(chunks);
    const begin = sent.indexOf('\r\n\r\n') + 4;
    expect(body('mapped').startsWith(sent.subarray(begin).toString())).toBe(true);
  }
});
