/** The fault wall: answers whose end is not the one that HTTP gives them: the message is whole, or it is not, whatever the framing says. */
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { answer, type Step, streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { CLAUDE_CODE, OTHER_CLIENT, play } from '../../support/fault-wall.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const path = useDataPath();
const AGENTS = [CLAUDE_CODE, OTHER_CLIENT] as const;
const WHOLE = streamEvents('hello').join('');
const BEGUN = streamEvents('hello').slice(0, 4).join('');

/** These bytes with the end of `message_stop`, and then something other than the last chunk. */
function thenInstead(bytes: string, what: (socket: Socket) => void): Step {
  return ({ response, socket }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(bytes, () => what(socket));
  };
}

describe('an answer whose message is complete, but which does not end', () => {
  const ENDINGS: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['its connection is closed', (socket) => socket.end()],
    ['what follows is no chunk', (socket) => socket.write('zzzz\r\n')],
    ['nothing more comes', () => undefined],
  ];

  it.each(ENDINGS.flatMap(([name, what]) => AGENTS.map((agent) => [name, agent, what] as const)))(
    'is whole for the client when %s (%s): delivered, nobody blamed',
    async (_name, userAgent, what) => {
      const played = await play(path, {
        endpoints: [[thenInstead(WHOLE, what)], [streamText('no')]],
        ask: { userAgent },
        stepMs: 5_000,
      });
      expect(played.client).toEqual({ ...played.client, status: 200, ending: 'whole', body: WHOLE });
      expect([played.outcome, played.attempts, played.rests]).toEqual(['delivered', ['1 deliver success'], []]);
      expect(played.proxy.finished[0]?.exchange.usage).toMatchObject({ outputTokens: 7, source: 'reported' });
      await expect.poll(() => played.fakes[0]?.connections).toBe(0);
    },
  );
});

describe('a stream that breaks although its length was promised', () => {
  it.each(AGENTS)('is cut, with no byte beyond that length (%s)', async (agent) => {
    const promised = Buffer.byteLength(WHOLE) + 5;
    const short: Step = ({ response, socket }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': promised });
      response.write(WHOLE, () => socket.end());
    };
    const endpoint = await path.fake(short);
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const client = await RawClient.open(proxy.port);
    const body = JSON.stringify(HELLO);
    client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${agent}\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await client.closed();
    expect(client.received.endsWith(`\r\n\r\n${WHOLE}`)).toBe(true);
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });
});

describe('a compressed stream that breaks off', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Compressed data of a stream without its end, whose readable part reaches beyond the commit point. */
  const broken = (() => {
    const noise = Array.from({ length: 400 }, (_, at) => ((at * 7919) % 104_729).toString(36)).join('');
    const whole = gzipSync(BEGUN + streamEvents(noise).slice(3).join(''));
    return whole.subarray(0, whole.length - 40);
  })();

  it.each(AGENTS)('is cut although its framing ended well (%s): no event of ours behind compressed bytes', async (userAgent) => {
    const step = answer(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }, broken);
    const played = await play(path, { endpoints: [[step]], ask: { userAgent }, settings: { maxRetries: 0 } });
    expect(played.client.ending).toBe('cut');
    expect(played.client.body).toBe(broken.toString());
    expect([played.outcome, played.attempts]).toEqual(['stream_cut', ['1 stop stream-cut']]);
  });

  it('is no answer when it breaks before its content: the next endpoint is asked', async () => {
    const step = answer(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }, gzipSync(WHOLE).subarray(0, 30));
    const played = await play(path, { endpoints: [[step], [streamText('hello')]] });
    expect(played.client).toMatchObject({ body: WHOLE, ending: 'whole' });
    expect(played.attempts).toEqual(['1 try-next bad-answer', '2 deliver success']);
  });
});

describe('white space where a JSON answer should begin', () => {
  it('does not count as an answer, however long it comes: the next endpoint is asked', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const first = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
    const second = answer(200, { 'content-type': 'application/json' }, '{"type":"message"}');
    const played = await play(path, { endpoints: [first, [second]], body: HELLO_WHOLE, settings: { apiTimeoutMs: 600_000 }, stepMs: 30_000 });
    expect(played.client).toMatchObject({ status: 200, body: '{"type":"message"}' });
    expect(played.attempts).toEqual(['1 try-next timeout', '2 deliver success']);
    expect(played.proxy.finished[0]?.attempts[0]?.reason).toContain('sent no content');
    server.close();
  });
});
