/** The fault wall: while the gate holds and after it opened (assertions 83 to 85). */
import { describe, expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { headOnly, type Step, silence, streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { askRaw, CLAUDE_CODE, OTHER_CLIENT, play } from '../../support/fault-wall.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const path = useDataPath();

const [MESSAGE_START = '', BLOCK_START = '', PING = ''] = streamEvents('x');

/** Writes these bytes and then nothing more. */
const stall =
  (...pieces: readonly string[]): Step =>
  ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const piece of pieces) response.write(piece);
  };

describe('an answer that begins and then says nothing', () => {
  it('is given up after 90 s when only its head came: the next endpoint answers', async () => {
    const played = await play(path, { endpoints: [[headOnly], [streamText('hello')]], stepMs: 1_000 });
    expect(played.attempts).toEqual(['1 try-next timeout', '2 deliver success']);
    expect(played.client.body.match(/event: message_start/g)).toHaveLength(1);
    expect(played.client.ending).toBe('whole');
  });

  it.each([
    ['a comment', ': hello\n\n'],
    ['message_start', MESSAGE_START],
    ['message_start and pings', MESSAGE_START + PING + PING],
    ['the beginning of its content', MESSAGE_START + BLOCK_START],
  ])('is cut after 180 s of silence when %s came, since by then it was committed', async (_name, bytes) => {
    for (const userAgent of [CLAUDE_CODE, OTHER_CLIENT]) {
      const played = await play(path, { endpoints: [[stall(bytes)], [streamText('no')]], ask: { userAgent }, stepMs: 5_000 });
      expect(played.tries).toEqual([1, 0]);
      expect([played.outcome, played.attempts]).toEqual(['stream_cut', ['1 stop stream-cut']]);
      expect(played.proxy.finished[0]?.exchange.error).toContain('silent for 180 s');
      expect(played.client.body.startsWith(bytes)).toBe(true);
      expect(played.client.body.includes('event: error')).toBe(userAgent === OTHER_CLIENT);
      await played.fakes[0]?.seen[0]?.aborted;
    }
  });

  it('is judged by its status after 10 s when it is an error whose body does not end', async () => {
    const endless: Step = ({ response }) => {
      response.writeHead(529, { 'content-type': 'application/json' });
      response.write('{"type":"error","error":{"type":"overloaded_error"');
    };
    // No other timer is due.
    const settings = { firstByteTimeoutMs: 1e9, idleTimeoutMs: 1e9 };
    const played = await play(path, { endpoints: [[endless], [streamText('hello')]], settings, stepMs: 1_000 });
    expect([played.tries, played.attempts]).toEqual([
      [1, 1],
      ['1 try-next overloaded', '2 deliver success'],
    ]);
    expect(played.client.body.endsWith(streamEvents('hello').join(''))).toBe(true);
    await played.fakes[0]?.seen[0]?.aborted;
  });

  it('goes on for as long as something comes, if only pings', async () => {
    const clock = new FakeClock();
    const stream = new SteeredStream();
    const endpoint = await path.fake(stream.step);
    const proxy = await path.proxy({ endpoints: [endpoint.url], clock });
    const client = await RawClient.open(proxy.port);
    const body = JSON.stringify(HELLO);
    client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await stream.begin('begun');
    for (let round = 0; round < 5; round += 1) {
      await client.until(round === 0 ? 'begun' : `round ${round}`);
      clock.advance(170_000);
      await stream.say(`round ${round + 1}`);
    }
    await stream.finish(7);
    expect((await proxy.finishedOne()).exchange.outcome).toBe('delivered');
    client.destroy();
  });
});

describe('while the client has to wait', () => {
  it('it hears from us before it would warn (30 s), through two endpoints that say nothing, and gets one message', async () => {
    const played = await play(path, { endpoints: [[silence], [silence], [streamText('hello')]], stepMs: 1_000 });
    const [, waited = ''] = /^((?:event: ping\ndata: \{"type": "ping"\}\n\n)+)/.exec(played.client.body) ?? [];
    // 180 s: the first ping after 25 s, then one every 10 s.
    expect(waited.split('event: ping').length - 1).toBe(16);
    expect(played.client.body.slice(waited.length)).toBe(streamEvents('hello').join(''));
    expect(played.attempts).toEqual(['1 try-next timeout', '2 try-next timeout', '3 deliver success']);
    expect(played.client).toMatchObject({ status: 200, ending: 'whole' });
  });

  it.each([
    [CLAUDE_CODE, 'cut', false],
    [OTHER_CLIENT, 'whole', true],
  ] as const)('and all fail in the end: %s sees its connection %s (error event: %s)', async (userAgent, ending, isEvent) => {
    const played = await play(path, { endpoints: [[silence], [silence]], ask: { userAgent }, stepMs: 1_000 });
    expect(played.client).toMatchObject({ status: 200, ending });
    expect(played.client.body.includes('event: error')).toBe(isEvent);
    expect(played.client.body).not.toContain('message_st');
    expect([played.outcome, played.tries]).toEqual(['failed', [1, 1]]);
  });
});

describe('after a failover', () => {
  it.each([1, 2])('exactly one message_start reaches the client, when %i endpoints failed after theirs', async (failing) => {
    const overloaded: Step = ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`${MESSAGE_START}${PING}event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"m"}}\n\n`);
    };
    const endpoints = [...Array.from({ length: failing }, () => [overloaded]), [streamText('hello')]];
    const played = await play(path, { endpoints });
    expect(played.client.body).toBe(streamEvents('hello').join(''));
    expect(played.tries).toEqual(Array.from({ length: failing + 1 }, () => 1));
  });

  it('at most four attempts are made, however many endpoints there are', async () => {
    const bad: Step = ({ response }) => void response.writeHead(529).end();
    const played = await play(path, { endpoints: Array.from({ length: 6 }, () => [bad]) });
    expect(played.tries).toEqual([1, 1, 1, 1, 0, 0]);
    expect(played.client.status).toBe(529);
    expect(await askRaw(played.proxy.port, JSON.stringify(HELLO))).toMatchObject({ status: 529 });
    expect(played.fakes.map(({ seen }) => seen.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
