import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ClientAnswer } from '../../../../src-main/proxy/client-answer.ts';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../../support/data-path-fixture.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { type Step, silence, streamEvents, streamText } from '../../../support/fake-endpoint.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { LOCAL_TOKEN, type RunningProxy } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();

async function rawAsk(proxy: RunningProxy, options: { version?: string; userAgent?: string } = {}): Promise<RawClient> {
  const body = JSON.stringify(HELLO);
  const client = await RawClient.open(proxy.port);
  client.write(
    `POST /v1/messages HTTP/${options.version ?? '1.1'}\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nUser-Agent: ${options.userAgent ?? 'test'}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return client;
}

/** Answers when told to. */
function whenOpened(step: Step): { readonly step: Step; open(): void } {
  const opened = Promise.withResolvers<void>();
  return {
    step: async (exchange) => {
      await opened.promise;
      await step(exchange);
    },
    open: () => opened.resolve(),
  };
}

describe('while nothing comes from upstream', () => {
  it('headers and a ping go out after 25 s, then a ping every 10 s, then the answer without a second head', async () => {
    const clock = new FakeClock();
    const late = whenOpened(streamText('hello'));
    const endpoint = await fake(late.step);
    const proxy = await start({ endpoints: [endpoint.url], clock });
    const client = await rawAsk(proxy);
    await endpoint.arrived(1);
    clock.advance(24_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.received).toBe('');
    clock.advance(1);
    await client.until('event: ping');
    expect(client.received).toMatch(/^HTTP\/1.1 200 OK\r\ncontent-type: text\/event-stream/);
    clock.advance(10_000);
    await expect.poll(() => client.received.split('event: ping').length - 1).toBe(2);
    late.open();
    await client.until('message_stop');
    expect(client.received.match(/HTTP\/1.1/g)).toHaveLength(1);
    expect(client.received.match(/event: message_start/g)).toHaveLength(1);
    client.destroy();
    const { exchange } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'delivered', responseBytes: streamEvents('hello').join('').length });
  });

  it('a failover is still possible after pings', async () => {
    const clock = new FakeClock();
    const first = await fake(silence);
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, second.url], clock });
    const client = await rawAsk(proxy);
    await first.arrived(1);
    clock.advance(25_000);
    await client.until('event: ping');
    clock.advance(65_000);
    await client.until('message_stop');
    client.destroy();
    expect((await proxy.finishedOne()).attempts.map(({ verdict }) => verdict)).toEqual(['try-next', 'deliver']);
  });

  it.each([
    ['claude-cli/2.1 (external, cli)', false],
    ['other/1', true],
  ])('a failure of all after pings breaks the stream off (%s: error event %s)', async (userAgent, isEvent) => {
    const clock = new FakeClock();
    const first = await fake(silence);
    const proxy = await start({ endpoints: [first.url], clock });
    const client = await rawAsk(proxy, { userAgent });
    await first.arrived(1);
    clock.advance(25_000);
    await client.until('event: ping');
    clock.advance(65_000);
    const { exchange } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'failed', status: 200 });
    if (isEvent) await client.until('event: error');
    else {
      await client.closed();
      expect(client.received).not.toContain('event: error');
      // An orderly end of a chunked answer would be 0\r\n\r\n.
      expect(client.received.endsWith('0\r\n\r\n')).toBe(false);
    }
    client.destroy();
  });

  it('requests without a stream get no pings', async () => {
    const clock = new FakeClock();
    const late = whenOpened(({ response }) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    const endpoint = await fake(late.step);
    const proxy = await start({ endpoints: [endpoint.url], clock });
    const asked = proxy.ask(HELLO_WHOLE);
    await endpoint.arrived(1);
    clock.advance(60_000);
    late.open();
    expect(await (await asked).text()).toBe('{}');
  });
});

describe('an answer that comes compressed although plain bytes were asked for', () => {
  it.each(['gzip', 'br', 'zstd'] as const)('%s: is unpacked for a client that was promised plain bytes while it waited', async (encoding) => {
    const clock = new FakeClock();
    const late = whenOpened(streamText('hello', { encoding }));
    const endpoint = await fake(late.step);
    const proxy = await start({ endpoints: [endpoint.url], clock });
    const client = await rawAsk(proxy);
    await endpoint.arrived(1);
    clock.advance(25_000);
    await client.until('event: ping');
    late.open();
    const { exchange, attempts } = await proxy.finishedOne();
    await client.until('message_stop');
    client.destroy();
    const body = client.received.slice(client.received.indexOf('\r\n\r\n') + 4).replaceAll(/^[0-9a-f]+\r\n|\r\n(?=[0-9a-f]+\r\n)|\r\n$/gm, '');
    expect(body).toContain(streamEvents('hello').join(''));
    expect(attempts).toMatchObject([{ verdict: 'deliver' }]);
    expect(exchange).toMatchObject({ outcome: 'delivered', responseBytes: streamEvents('hello').join('').length });
    expect(exchange.usage).toMatchObject({ outputTokens: 7, source: 'reported' });
    expect(endpoint.seen).toHaveLength(1);
  });

  it('in a coding that nobody here can unpack falls over', async () => {
    const clock = new FakeClock();
    const late = whenOpened(
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'odd' }).end('xyz'),
    );
    const first = await fake(late.step);
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, second.url], clock });
    const client = await rawAsk(proxy);
    await first.arrived(1);
    clock.advance(25_000);
    await client.until('event: ping');
    late.open();
    await client.until('message_stop');
    client.destroy();
    expect((await proxy.finishedOne()).attempts).toMatchObject([{ ruleId: 'bad-answer', verdict: 'try-next' }, { verdict: 'deliver' }]);
    expect(client.received).not.toContain('xyz');
  });
});

describe('a client that keeps its connection but reads nothing', () => {
  const FLOOD: Step = async ({ response }) => {
    const [messageStart = '', blockStart = '', , delta = ''] = streamEvents('x'.repeat(65_000));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(messageStart + blockStart);
    while (!response.destroyed) await new Promise<void>((resolve) => response.write(delta, () => resolve()));
  };

  it('counts as gone after a while: the endpoint is let go and not blamed', async () => {
    const endpoint = await fake(FLOOD);
    const proxy = await start({ endpoints: [endpoint.url], limits: { blockedClientMs: 250 } });
    const client = await rawAsk(proxy);
    client.pause();
    const { exchange, attempts } = await proxy.finishedOne();
    await endpoint.seen[0]?.aborted;
    expect(exchange).toMatchObject({ outcome: 'client_left', error: 'the client stopped reading' });
    expect(attempts).toHaveLength(1);
    expect(proxy.rests.stateOf('endpoint-1')).toMatchObject({ kind: 'ready', liveExchanges: 0 });
    client.destroy();
  });

  it('and one that reads again is no longer watched, however long the endpoint is silent then', async () => {
    const written = Promise.withResolvers<{ readonly socket: Socket; readonly wasFree: boolean }>();
    const server = createServer((request, response) => {
      const answer = new ClientAnswer({ request, response, exchangeId: 'x', clock: new FakeClock() });
      answer.head(200, []);
      written.resolve({ socket: request.socket, wasFree: answer.write(Buffer.alloc(32 * 1_048_576)) });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const client = await RawClient.open(typeof address === 'object' && address !== null ? address.port : 0);
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const { socket, wasFree } = await written.promise;
    expect([wasFree, socket.timeout]).toEqual([false, 60_000]);
    client.resume();
    await eventually(() => socket.timeout).toBe(0);
    client.destroy();
    server.close();
  });
});

describe('cutting', () => {
  it('leaves what was written with the client first', async () => {
    const endpoint = await fake(streamText('x'.repeat(200_000), { after: { events: 4, ending: 'cut' } }));
    const proxy = await start({ endpoints: [endpoint.url] });
    const client = await rawAsk(proxy, { userAgent: 'claude-cli/2' });
    await client.closed();
    expect(client.received).toContain('content_block_start');
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });

  it('resets where the end of the connection would look like the end of the answer', async () => {
    const endpoint = await fake(streamText('hello', { after: { events: 4, ending: 'end' } }));
    const proxy = await start({ endpoints: [endpoint.url] });
    const client = await rawAsk(proxy, { version: '1.0', userAgent: 'claude-cli/2' });
    await client.closed();
    expect(client.wasReset).toBe(true);
  });
});

it('a header that cannot be sent is left out instead of failing the answer', async () => {
  const server = createServer((request, response) => {
    const answer = new ClientAnswer({ request, response, exchangeId: 'x', clock: new FakeClock() });
    answer.send(200, ['x-odd', 'a\u0001b', 'bad name', '1', 'x-even', '1'], Buffer.from('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const answer = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  expect(await answer.text()).toBe('{}');
  expect(answer.headers.get('x-even')).toBe('1');
  expect(answer.headers.get('x-odd')).toBeNull();
  server.closeAllConnections();
  server.close();
});
