/** Clients that leave or read slowly, and what that does to the endpoint and to our memory. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { advanceUntil, HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { jsonMessage, type Step, silence, streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();

function request(body: string): string {
  return `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe('a client that leaves', () => {
  it.each([
    ['before any head', silence, ''],
    ['in the middle of the stream', streamText('hello', { after: { events: 4, ending: 'silence' } }), 'text_delta'],
    ['while the stream is still held', streamText('hello', { after: { events: 1, ending: 'silence' } }), ''],
  ])('%s lets the endpoint go at once and blames nobody', async (_name, step, until) => {
    const first = await fake(step);
    const second = await fake(streamText('other'));
    const proxy = await start({ endpoints: [first.url, second.url] });
    const client = await RawClient.open(proxy.port);
    client.write(request(JSON.stringify(HELLO)));
    await first.arrived(1);
    if (until !== '') await client.until(until);
    client.destroy();
    await first.seen[0]?.aborted;
    const { exchange, attempts } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'client_left' });
    expect(attempts).toHaveLength(1);
    expect(second.seen).toHaveLength(0);
    expect(proxy.rests.stateOf('endpoint-1')).toMatchObject({ kind: 'ready', liveExchanges: 0, lastFailureAtMs: null });
  });

  it('during a wait between two tries ends the exchange there', async () => {
    const clock = new FakeClock();
    const only = await fake(({ response }) => void response.writeHead(500).end());
    const proxy = await start({ endpoints: [only.url], clock });
    const client = await RawClient.open(proxy.port);
    client.write(request(JSON.stringify(HELLO)));
    await only.arrived(1);
    client.destroy();
    expect((await proxy.finishedOne()).exchange.outcome).toBe('client_left');
    clock.advance(60_000);
    expect(only.seen).toHaveLength(1);
  });

  it('a hundred times over leaves no connection open', async () => {
    const only = await fake(streamText('hello', { after: { events: 4, ending: 'silence' } }));
    const proxy = await start({ endpoints: [only.url] });
    for (let round = 0; round < 100; round += 1) {
      const client = await RawClient.open(proxy.port);
      client.write(request(JSON.stringify(HELLO)));
      await client.until('text_delta');
      client.destroy();
    }
    await proxy.finishedOne(100);
    await Promise.all(only.seen.map(({ aborted }) => aborted));
    await expect.poll(() => only.connections).toBe(0);
    expect(proxy.rests.stateOf('endpoint-1').liveExchanges).toBe(0);
  });
});

describe('a client that reads slowly', () => {
  it('makes the endpoint wait instead of filling our memory, and gets every byte in the end', async () => {
    const totalBytes = 48 * 1_048_576;
    let sentBytes = 0;
    const piece = Buffer.from(
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${'x'.repeat(65_400)}"}}\n\n`,
    );
    const [messageStart = '', blockStart = ''] = streamEvents('');
    const flood: Step = async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(messageStart + blockStart);
      while (sentBytes < totalBytes && !response.destroyed) {
        sentBytes += piece.length;
        if (!response.write(piece)) await once(response, 'drain');
      }
      response.end(streamEvents('').slice(-2).join(''));
    };
    const only = await fake(flood);
    const proxy = await start({ endpoints: [only.url] });
    const client = await RawClient.open(proxy.port);
    client.pause();
    client.write(request(JSON.stringify(HELLO)));
    await only.arrived(1);
    // The flood stops when every buffer on the way is full.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = before === sentBytes;
          before = sentBytes;
          return isStill && sentBytes > 0;
        },
        { interval: 150 },
      )
      .toBe(true);
    expect(sentBytes).toBeLessThan(totalBytes / 2);
    client.resume();
    const { exchange } = await proxy.finishedOne();
    expect(exchange.outcome).toBe('delivered');
    expect(exchange.responseBytes).toBeGreaterThan(totalBytes);
    client.destroy();
  });
});

describe('more request bytes than may be held', () => {
  it('wait for room, and are taken up when an exchange passes its commit point', async () => {
    const opened = Promise.withResolvers<void>();
    const only = await fake(async (exchange) => {
      await opened.promise;
      await streamText('one')(exchange);
    }, streamText('two'));
    const proxy = await start({ endpoints: [only.url], limits: { maxHeldBytes: 1_500 } });
    const big = JSON.stringify({ ...HELLO, messages: [{ role: 'user', content: 'x'.repeat(900) }] });
    const one = proxy.ask(big).then((answer) => answer.text());
    await only.arrived(1);
    const two = proxy.ask(big).then((answer) => answer.text());
    opened.resolve();
    expect(await one).toContain('one');
    expect(await two).toContain('two');
  });

  it('are answered 529 after ten seconds without room', async () => {
    const clock = new FakeClock();
    const only = await fake(silence);
    const proxy = await start({ endpoints: [only.url], clock, limits: { maxHeldBytes: 1_500 } });
    const big = JSON.stringify({ ...HELLO, messages: [{ role: 'user', content: 'x'.repeat(900) }] });
    const leaving = new AbortController();
    const one = proxy.ask(big, { signal: leaving.signal }).catch(() => 'left');
    await only.arrived(1);
    const two = proxy.ask(big);
    await advanceUntil(clock, 1_000, () => proxy.finished.length === 1);
    const answer = await two;
    expect(answer.status).toBe(529);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(only.seen).toHaveLength(1);
    leaving.abort();
    await one;
    await proxy.finishedOne(2);
    only.script(jsonMessage('hello'));
    expect((await proxy.ask({ ...HELLO, stream: false })).status).toBe(200);
  });
});
