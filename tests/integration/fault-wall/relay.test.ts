/** The fault wall: what comes back (assertions 73, 74 and 77 to 79), byte for byte and write for write. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { answer, type Step, streamEvents } from '../../support/fake-endpoint.ts';
import { askRaw, play } from '../../support/fault-wall.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const path = useDataPath();

const ODD_STREAM = [
  ': opening comment\n\n',
  ...streamEvents('größe 😀', { pieces: ['grö', 'ße 😀'] }).slice(0, 3),
  'event: future_event\r\ndata: {"type":"future_event","x":"é"}\r\n\r\n',
  'data: {"type":"nameless"}\n\n',
  ...streamEvents('größe 😀', { pieces: ['grö', 'ße 😀'] }).slice(3),
  ': closing comment\n\n',
].join('');

describe('a streamed answer', () => {
  it('arrives byte for byte wherever its bytes were split', async () => {
    const bytes = Buffer.from(ODD_STREAM);
    let at = 0;
    const inTwo: Step = async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await new Promise<void>((resolve) => response.write(bytes.subarray(0, at), () => resolve()));
      // The first piece is on its way before the second is written.
      await new Promise((resolve) => setImmediate(resolve));
      response.end(bytes.subarray(at));
    };
    const endpoint = await path.fake(inTwo);
    const other = await path.fake(answer(500, {}, ''));
    const proxy = await path.proxy({ endpoints: [endpoint.url, other.url] });
    for (at = 1; at < bytes.length; at += 1) {
      const client = await askRaw(proxy.port, JSON.stringify(HELLO));
      if (client.body !== ODD_STREAM || client.ending !== 'whole') expect([at, client.ending, client.body]).toEqual([at, 'whole', ODD_STREAM]);
    }
    expect([endpoint.seen.length, other.seen.length]).toEqual([bytes.length - 1, 0]);
    await proxy.finishedOne(bytes.length - 1);
    const odd = proxy.finished.filter(({ exchange }) => exchange.outcome !== 'delivered' || exchange.usage?.outputTokens !== 7);
    expect(odd).toEqual([]);
  });

  it.each(['text/plain', 'application/octet-stream'])('is one although it is called %s, and no other endpoint is asked', async (type) => {
    const whole = streamEvents('hello').join('');
    const played = await play(path, { endpoints: [[answer(200, { 'content-type': type }, whole)], [answer(500, {}, '')]] });
    expect(played.client).toMatchObject({ status: 200, body: whole, ending: 'whole', headers: { 'content-type': type } });
    expect([played.tries, played.attempts]).toEqual([[1, 0], ['1 deliver success']]);
    expect(played.proxy.finished[0]?.exchange.usage).toMatchObject({ outputTokens: 7, source: 'reported' });
  });

  it('goes on chunk by chunk: each one is with the client before the endpoint sends the next', async () => {
    const goOn: (() => void)[] = [];
    const events = streamEvents('', { pieces: ['a', 'b', 'c', 'd'] });
    const step: Step = async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events) {
        response.write(event);
        await new Promise<void>((resolve) => goOn.push(resolve));
      }
      response.end();
    };
    const endpoint = await path.fake(step);
    const proxy = await path.proxy({ endpoints: [endpoint.url], settings: { maxRetries: 0 } });
    const client = await RawClient.open(proxy.port);
    const body = JSON.stringify(HELLO);
    client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    for (const event of events) {
      // HTTP's own framing shows the write: one chunk of exactly this length.
      await client.until(`${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`);
      goOn.shift()?.();
    }
    await client.until('\r\n0\r\n\r\n');
    client.destroy();
  });
});

describe('the head of an answer', () => {
  const KEPT = {
    'request-id': 'req_1',
    'retry-after': '7',
    'x-should-retry': 'true',
    'anthropic-ratelimit-tokens-remaining': '5',
    'anthropic-organization-id': 'o',
    'x-unknown': 'kept',
  };
  it('keeps what the client acts on and drops what belongs to the connection', async () => {
    const dropped = { connection: 'x-hop', 'x-hop': '1', 'keep-alive': 'timeout=3', 'set-cookie': 'a=b', 'proxy-authenticate': 'Basic' };
    const played = await play(path, {
      endpoints: [[answer(200, { 'content-type': 'application/json; charset=utf-8', ...KEPT, ...dropped }, '{"type":"message"}')]],
      body: HELLO_WHOLE,
    });
    expect(played.client.headers).toMatchObject({ ...KEPT, 'content-type': 'application/json; charset=utf-8' });
    expect(played.client.headers['x-code-proxy-exchange']).toBe(played.proxy.finished[0]?.exchange.id);
    for (const name of ['x-hop', 'set-cookie', 'proxy-authenticate']) expect(played.client.headers[name]).toBeUndefined();
    expect(played.client.headers['keep-alive']).not.toBe('timeout=3');
  });

  it.each([400, 403, 404, 429, 500, 529])('a %i keeps its status and body, byte for byte, when it is the final answer', async (status) => {
    const body = `{ "type" : "error", "error":{"type":"odd_error","message":"m\\u00e9"},"n":1.0 }`;
    const played = await play(path, {
      endpoints: [[answer(status, { 'content-type': 'application/json', ...KEPT, 'retry-after': '40' }, body)]],
      settings: { maxRetries: 0 },
    });
    expect(played.client).toMatchObject({ status, body, ending: 'whole', headers: { 'request-id': 'req_1', 'x-should-retry': 'true' } });
  });
});

it('a client that reads slowly gets a long stream whole, while little of it waits in between', async () => {
  const piece = streamEvents('x'.repeat(65_000))[3] ?? '';
  const [messageStart = '', blockStart = ''] = streamEvents('');
  const pieces = 160;
  let written = 0;
  const flood: Step = async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(messageStart + blockStart);
    for (; written < pieces; written += 1) if (!response.write(piece)) await once(response, 'drain');
    response.end(streamEvents('').slice(-3).join(''));
  };
  const endpoint = await path.fake(flood);
  const proxy = await path.proxy({ endpoints: [endpoint.url] });
  const before = process.memoryUsage().arrayBuffers;
  const answered = await proxy.ask(HELLO);
  const reader = answered.body?.getReader();
  let read = 0;
  let heldMost = 0;
  for (;;) {
    const part = await reader?.read();
    if (part?.done !== false) break;
    read += part.value.length;
    heldMost = Math.max(heldMost, process.memoryUsage().arrayBuffers - before);
    // One turn of the loop for each small step of the client.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(read).toBe(Buffer.byteLength(messageStart + blockStart + streamEvents('').slice(-3).join('')) + pieces * Buffer.byteLength(piece));
  expect(written).toBe(pieces);
  expect((await proxy.finishedOne()).exchange.outcome).toBe('delivered');
  expect(heldMost).toBeLessThan(64 * 1_048_576);
});
