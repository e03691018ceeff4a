import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { Attempt } from '../../../../src-main/proxy/attempt.ts';
import { ClientAnswer } from '../../../../src-main/proxy/client-answer.ts';
import { HeldBytes } from '../../../../src-main/proxy/held-bytes.ts';
import { HeldRequest } from '../../../../src-main/proxy/held-request.ts';
import { advanceUntil, HELLO, HELLO_WHOLE, useDataPath } from '../../../support/data-path-fixture.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { answer as answerWith, htmlPage, jsonMessage, rawStream, type Step, streamEvents, streamText } from '../../../support/fake-endpoint.ts';

const { fake, proxy: start } = useDataPath();
const WHOLE = streamEvents('hello').join('');
const REPORTED = { inputTokens: 11, outputTokens: 7, source: 'reported' };

/** Reads until the text came; what follows stays in the reader. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<string> {
  let got = '';
  while (!got.includes(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended before ${text}: ${got}`);
    got += Buffer.from(value).toString();
  }
  return got;
}

function readerOf(answer: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (answer.body === null) throw new Error('no body');
  return answer.body.getReader();
}

describe('the gate', () => {
  it('holds message_start and pings until content begins, so that a failure before it costs nothing', async () => {
    const [messageStart = '', blockStart = '', ping = '', ...rest] = streamEvents('hello');
    const opened = Promise.withResolvers<void>();
    const held: Step = async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(messageStart + ping);
      await opened.promise;
      response.end(blockStart + rest.join(''));
    };
    const first = await fake(held);
    const proxy = await start({ endpoints: [first.url] });
    let isAnswered = false;
    const asked = proxy.ask(HELLO).then((answer) => {
      isAnswered = true;
      return answer.text();
    });
    await first.arrived(1);
    await expect.poll(() => proxy.rests.stateOf('endpoint-1').liveExchanges).toBe(1);
    expect(isAnswered).toBe(false);
    opened.resolve();
    expect(await asked).toBe(messageStart + ping + blockStart + rest.join(''));
  });

  it('opens 15 s after the first byte although nothing was said yet', async () => {
    const clock = new FakeClock();
    const [messageStart = ''] = streamEvents('hello');
    const first = await fake(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(messageStart);
    });
    const proxy = await start({ endpoints: [first.url], clock });
    const asked = proxy.ask(HELLO);
    await first.arrived(1);
    let answer: Response | null = null;
    void asked.then((given) => {
      answer = given;
    });
    // The first byte arrives whenever the socket brings it; 15 s later, whenever that was, the gate is open.
    await advanceUntil(clock, 1_000, () => answer !== null);
    expect(await readUntil(readerOf(await asked), 'message_start')).toContain(messageStart);
  });

  it('opens at once when no further attempt is allowed', async () => {
    const [messageStart = ''] = streamEvents('hello');
    const first = await fake(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(messageStart);
    });
    const proxy = await start({ endpoints: [first.url], settings: { maxRetries: 0 } });
    expect(await readUntil(readerOf(await proxy.ask(HELLO)), 'message_start')).toBe(messageStart);
  });

  it('opens after 1 MiB', async () => {
    const comment = Buffer.from(`: ${'x'.repeat(65_534)}\n\n`);
    const first = await fake(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let i = 0; i < 18; i += 1) response.write(comment);
    });
    const proxy = await start({ endpoints: [first.url] });
    const { value } = await readerOf(await proxy.ask(HELLO)).read();
    expect(value?.length).toBeGreaterThan(0);
  });
});

describe('answers pass byte for byte', () => {
  it('whatever they hold and however they are cut', async () => {
    const odd = 'event: future_event\ndata: {"x":"é😀"}\n\n: comment\n\ndata: no name\r\n\r\n';
    const bytes = Buffer.from(streamEvents('hello').slice(0, 4).join('') + odd + streamEvents('hello').slice(4).join(''));
    const first = await fake(rawStream(...[...Array(Math.ceil(bytes.length / 13)).keys()].map((i) => bytes.subarray(i * 13, i * 13 + 13))));
    const proxy = await start({ endpoints: [first.url] });
    const answer = await proxy.ask(HELLO);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await proxy.finishedOne()).exchange).toMatchObject({ usage: REPORTED, responseBytes: bytes.length });
  });

  it.each(['gzip', 'br', 'zstd'] as const)('compressed with %s, streamed and whole, with usage read along', async (encoding) => {
    const first = await fake(streamText('hello', { encoding }), jsonMessage('hello', { encoding }));
    const proxy = await start({ endpoints: [first.url] });
    const streamed = await proxy.ask(HELLO);
    expect(streamed.headers.get('content-encoding')).toBe(encoding);
    // fetch decodes what the header names.
    expect(await streamed.text()).toBe(WHOLE);
    const whole = await proxy.ask(HELLO_WHOLE, { headers: { 'accept-encoding': encoding } });
    expect(await whole.json()).toMatchObject({ content: [{ text: 'hello' }] });
    expect(first.seen.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', encoding]);
    const { exchange } = await proxy.finishedOne(2);
    expect(exchange).toMatchObject({ outcome: 'delivered', usage: REPORTED });
    expect(proxy.finished[0]?.exchange).toMatchObject({ outcome: 'delivered', usage: REPORTED });
  });

  it('keeps repeated headers apart and drops those of the connection', async () => {
    const first = await fake(
      answerWith(
        200,
        {
          'content-type': 'application/json',
          'x-many': ['1', '2'],
          'anthropic-ratelimit-requests-remaining': '5',
          connection: 'x-hop',
          'x-hop': '1',
        },
        '{"usage":{}}',
      ),
    );
    const proxy = await start({ endpoints: [first.url] });
    const answer = await proxy.ask(HELLO_WHOLE);
    expect(answer.headers.get('x-many')).toBe('1, 2');
    expect(answer.headers.get('anthropic-ratelimit-requests-remaining')).toBe('5');
    expect(answer.headers.get('x-hop')).toBeNull();
    expect(answer.headers.get('x-code-proxy-exchange')).toBe((await proxy.finishedOne()).exchange.id);
  });
});

describe('answers that are not streamed', () => {
  it.each([
    ['a web page', htmlPage],
    ['a web page that claims to be JSON', answerWith(200, { 'content-type': 'application/json' }, ' \n<html>')],
    ['nothing', answerWith(200, { 'content-type': 'application/json' }, '')],
    ['white space', answerWith(200, { 'content-type': 'application/json' }, ' \n')],
    ['text', answerWith(200, { 'content-type': 'text/plain' }, 'hello')],
    [
      'an error object with status 200',
      answerWith(200, { 'content-type': 'application/json' }, '{"type":"error","error":{"type":"api_error","message":"m"}}'),
    ],
  ])('fall over when they are %s', async (_name, step) => {
    const first = await fake(step);
    const second = await fake(jsonMessage('hello'));
    const proxy = await start({ endpoints: [first.url, second.url] });
    expect(await (await proxy.ask(HELLO_WHOLE)).text()).toContain('hello');
    expect([first.seen.length, second.seen.length]).toEqual([1, 1]);
  });
});

describe('a compressed answer that is still being read', () => {
  const packed = gzipSync(WHOLE);

  async function play(promisedBytes: number | null, isOver: boolean, happens = (attempt: Attempt, _clock: FakeClock) => attempt.cancel()) {
    const clock = new FakeClock();
    const request = new IncomingMessage(new Socket());
    const answer = new ClientAnswer({ request, response: new ServerResponse(request), exchangeId: 'x', clock });
    const clientRequest = new HeldRequest({
      method: 'POST',
      path: '/v1/messages',
      query: '',
      rawHeaders: [],
      body: Buffer.from('{}'),
      facts: { model: 'm', modelRanges: [], isStream: true, metadata: null },
      held: new HeldBytes({ limitBytes: 1_000, clock }),
    }).as('m');
    const attempt = new Attempt({
      upstream: { send: () => ({ abort: () => undefined, pause: () => undefined, resume: () => undefined }) },
      clock,
      answer,
      adapter: protocolAdapter('anthropic'),
      clientRequest,
      isGated: false,
      firstByteTimeoutMs: 60_000,
      idleTimeoutMs: 60_000,
      onCommit: () => undefined,
      onProgress: () => undefined,
    });
    const end = attempt.run({ origin: 'http://localhost', path: '/', method: 'POST', headers: [], body: null });
    const length = promisedBytes === null ? [] : ['content-length', String(promisedBytes)];
    attempt.onHead(200, ['content-type', 'text/event-stream', 'content-encoding', 'gzip', ...length]);
    attempt.onData(packed);
    if (isOver) attempt.onEnd();
    // In the same turn: nothing of it can have been decoded yet.
    happens(attempt, clock);
    return end;
  }

  it('was delivered if the client had got all that was promised when it left', async () => {
    expect(await play(packed.length, true)).toMatchObject({ observation: { kind: 'success' }, isCommitted: true, usage: REPORTED });
  });

  it.each([
    ['more was promised', packed.length + 1, false],
    ['no length was promised, so that its end has not been told', null, true],
  ] as const)('was left by the client if %s', async (_name, promisedBytes, isOver) => {
    expect((await play(promisedBytes, isOver)).observation).toEqual({ kind: 'client-left' });
  });

  it.each([packed.length, null])('is not silence of the endpoint, which has ended it (length: %s)', async (promisedBytes) => {
    expect((await play(promisedBytes, true, (_attempt, clock) => clock.advance(60_000))).observation).toEqual({ kind: 'success' });
  });
});

describe('after the commit point', () => {
  const cutAt = (events: number, how: 'cut' | 'end') => streamText('hello', { after: { events, ending: how } });

  it.each([2, 3, 4, 5, 6].flatMap((events) => [[events, 'cut'] as const, [events, 'end'] as const]))(
    'a stream broken after %i events (%s) is cut for Claude Code, with nothing added and no second endpoint',
    async (events, how) => {
      const first = await fake(cutAt(events, how));
      const second = await fake(streamText('other'));
      const proxy = await start({ endpoints: [first.url, second.url] });
      const answer = await proxy.ask(HELLO, { headers: { 'user-agent': 'claude-cli/2.1.329 (external, cli)' } });
      const reader = readerOf(answer);
      let got = '';
      const failed = await (async () => {
        try {
          for (;;) {
            const { done, value } = await reader.read();
            if (done) return false;
            got += Buffer.from(value).toString();
          }
        } catch {
          // What is expected: the connection was cut.
          return true;
        }
      })();
      expect(failed).toBe(true);
      expect(streamEvents('hello').slice(0, events).join('')).toContain(got);
      expect(got).not.toContain('message_stop');
      const { exchange, attempts } = await proxy.finishedOne();
      expect(exchange).toMatchObject({ outcome: 'stream_cut', status: 200, client: 'claude-cli/2.1.329' });
      expect(attempts).toMatchObject([{ verdict: 'stop', ruleId: 'stream-cut', usage: { inputTokens: 11 } }]);
      expect(second.seen).toHaveLength(0);
    },
  );

  it('other clients get an error event at the end, and never a made-up message_stop', async () => {
    const first = await fake(cutAt(4, 'end'));
    const proxy = await start({ endpoints: [first.url] });
    const text = await (await proxy.ask(HELLO)).text();
    expect(text.startsWith(streamEvents('hello').slice(0, 4).join(''))).toBe(true);
    expect(text).toMatch(/event: error\ndata: \{"type":"error","error":\{"type":"api_error"[^\n]*\n\n$/);
    expect(text).not.toContain('message_stop');
    expect((await proxy.finishedOne()).exchange.usage?.source).toBe('estimated');
  });

  it('an error event of the endpoint itself passes as it came', async () => {
    const error = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n';
    const sent = streamEvents('hello').slice(0, 4).join('') + error;
    const first = await fake(rawStream(sent));
    const proxy = await start({ endpoints: [first.url] });
    expect(await (await proxy.ask(HELLO)).text()).toBe(sent);
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });

  it('silence longer than the limit is a cut, and the endpoint is let go', async () => {
    const clock = new FakeClock();
    const first = await fake(streamText('hello', { after: { events: 4, ending: 'silence' } }));
    const proxy = await start({ endpoints: [first.url], clock });
    const answer = await proxy.ask(HELLO);
    const reader = readerOf(answer);
    await readUntil(reader, 'text_delta');
    clock.advance(400_000);
    expect(await readUntil(reader, 'event: error')).toContain('silent');
    await first.seen[0]?.aborted;
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });
});
