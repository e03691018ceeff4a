import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { AnswerRelay } from '../../../../src-main/proxy/answer-relay.ts';
import { ClientAnswer } from '../../../../src-main/proxy/client-answer.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const IDLE_MS = 1_000;

/** One real request, answered by `act` through a relay; the text that the client got. */
async function relayed(act: (relay: AnswerRelay, calls: string[], clock: FakeClock, answer: ClientAnswer) => void) {
  const calls: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const clock = new FakeClock();
    const answer = new ClientAnswer({ request, response, exchangeId: 'x', clock });
    const relay = new AnswerRelay({
      answer,
      clock,
      idleTimeoutMs: IDLE_MS,
      onIdle: () => calls.push('idle'),
      onFull: () => calls.push('full'),
      onRoom: () => calls.push('room'),
    });
    answer.head(200, ['content-type', 'text/plain']);
    relay.begin();
    act(relay, calls, clock, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const text = await (await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)).text();
  server.close();
  server.closeAllConnections();
  return { text, calls };
}

it('hands bytes on as they come', async () => {
  const { text, calls } = await relayed((relay, _calls, _clock, answer) => {
    relay.write(Buffer.from('one '));
    relay.write(Buffer.from('two'));
    expect(relay.isFlushed(() => undefined)).toBe(true);
    answer.end();
  });
  expect(text).toBe('one two');
  expect(calls).toEqual([]);
});

it('unpacks what the client was promised plain, and says when the last of it went', async () => {
  const { text } = await relayed((relay, calls, _clock, answer) => {
    relay.unpack('gzip', () => calls.push('unreadable'));
    relay.write(gzipSync('plain words'));
    const flushed = () => {
      expect(relay.isFlushed(flushed)).toBe(true);
      answer.end();
    };
    expect(relay.isFlushed(flushed)).toBe(false);
  });
  expect(text).toBe('plain words');
});

it('says when what comes cannot be unpacked', async () => {
  const { calls } = await relayed((relay, said, _clock, answer) => {
    relay.unpack('gzip', () => {
      said.push('unreadable');
      answer.end();
    });
    relay.write(Buffer.from('this is no gzip'));
  });
  expect(calls).toEqual(['unreadable']);
});

it('lets the endpoint wait for a slow client, once, and does not call that silence', async () => {
  const { calls } = await relayed((relay, _calls, clock, answer) => {
    answer.onDrain(() => relay.drained());
    relay.write(Buffer.alloc(1_048_576));
    relay.write(Buffer.alloc(1_048_576));
    clock.advance(10 * IDLE_MS);
    answer.onDrain(() => answer.end());
  });
  expect(calls).toEqual(['full', 'room']);
});

it('notices an endpoint that is silent, counted from its last byte, until closed', async () => {
  const { calls } = await relayed((relay, said, clock, answer) => {
    clock.advance(IDLE_MS - 1);
    relay.touched();
    clock.advance(IDLE_MS - 1);
    said.push('patient');
    clock.advance(1);
    relay.begin();
    relay.close();
    clock.advance(IDLE_MS);
    answer.end();
  });
  expect(calls).toEqual(['patient', 'idle']);
});
