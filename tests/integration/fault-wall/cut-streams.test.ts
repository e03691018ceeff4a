/**
 * The fault wall: a stream that breaks (assertion 82, with the design's behaviour), at every event and at every byte of it. Before
 * its content began another endpoint answers; after that it is a cut: never spliced, never finished by us, blamed and recorded.
 */
import { describe, expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { type Step, streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { askRaw, CLAUDE_CODE, OTHER_CLIENT, play } from '../../support/fault-wall.ts';

const path = useDataPath();

const EVENTS = streamEvents('größe', { pieces: ['grö', 'ße'] });
const BYTES = Buffer.from(EVENTS.join(''));
const OTHER = streamEvents('other').join('');

/** After `content_block_start` has ended with its blank line, the answer is committed. */
const COMMITTED_FROM = Buffer.byteLength(EVENTS.slice(0, 2).join(''));
/** A stream that broke within the last blank line may be whole or not; from here on `message_stop` was read. */
const WHOLE_FROM = BYTES.length;

const ENDINGS = ['cut', 'end'] as const;
const ERROR_EVENT = /event: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"[^"\n]+"\}\}\n\n$/;

describe('broken after so many events', () => {
  const CASES = EVENTS.flatMap((_event, index) =>
    ENDINGS.flatMap((ending) => [CLAUDE_CODE, OTHER_CLIENT].map((agent) => ({ events: index, ending, agent }))),
  );

  it.each(CASES)('$events ($ending, $agent)', async ({ events, ending, agent }) => {
    const first = streamText('größe', { pieces: ['grö', 'ße'], after: { events, ending } });
    const { client, tries, outcome, attempts, rests, proxy } = await play(path, {
      endpoints: [[first], [streamText('other')]],
      ask: { userAgent: agent },
      stepMs: 200,
    });
    const sent = EVENTS.slice(0, events).join('');
    expect(client.body.split('event: message_start').length).toBeLessThanOrEqual(2);
    if (events < 2) {
      expect(client).toMatchObject({ status: 200, body: OTHER, ending: 'whole' });
      expect(outcome).toBe('delivered');
      expect(attempts.at(-1)).toBe('2 deliver success');
      expect(rests).toHaveLength(1);
      // A reset gets one new connection at once; a clean end without content is a bad answer.
      expect(tries).toEqual([ending === 'cut' ? 2 : 1, 1]);
      return;
    }
    expect(tries).toEqual([1, 0]);
    expect([outcome, attempts, rests]).toEqual(['stream_cut', ['1 stop stream-cut'], ['1 stream-cut endpoint 30000']]);
    expect(client.body).not.toContain('message_stop');
    if (agent === CLAUDE_CODE) {
      expect(client.ending).toBe('cut');
      // What a reset throws away on the endpoint's side cannot be relayed; nothing else may be missing or added.
      if (ending === 'end') expect(client.body).toBe(sent);
      else expect(sent.startsWith(client.body)).toBe(true);
    } else {
      expect(client).toMatchObject({ ending: 'whole', body: expect.stringMatching(ERROR_EVENT) });
      const before = client.body.replace(ERROR_EVENT, '');
      if (ending === 'end') expect(before).toBe(sent);
      else expect(sent.startsWith(before)).toBe(true);
    }
    const usage = proxy.finished[0]?.exchange.usage;
    // The count in message_delta is the final one; before it the output is an estimate.
    expect(usage).toMatchObject(events >= EVENTS.length - 1 ? { inputTokens: 11, outputTokens: 7 } : { inputTokens: 11, source: 'estimated' });
  });
});

describe('ended after so many bytes', () => {
  it.each([CLAUDE_CODE, OTHER_CLIENT])('any number of them (%s)', async (agent) => {
    let bytes = 0;
    const step: Step = ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(BYTES.subarray(0, bytes));
    };
    const first = await path.fake(step);
    const second = await path.fake(streamText('other'));
    const proxy = await path.proxy({ endpoints: [first.url, second.url] });
    for (bytes = 0; bytes <= BYTES.length; bytes += 1) {
      proxy.rests.restore('endpoint-1');
      const client = await askRaw(proxy.port, JSON.stringify(HELLO), { userAgent: agent });
      const { exchange } = await proxy.finishedOne(bytes + 1);
      const sent = BYTES.subarray(0, bytes).toString();
      // Half a character reads the same on both sides.
      const got = [exchange.outcome, client.ending, client.body.replace(ERROR_EVENT, '<error>')];
      if (bytes < COMMITTED_FROM) expect([bytes, ...got]).toEqual([bytes, 'delivered', 'whole', OTHER]);
      else if (bytes >= WHOLE_FROM) expect([bytes, ...got]).toEqual([bytes, 'delivered', 'whole', BYTES.toString()]);
      else if (agent === CLAUDE_CODE) expect([bytes, ...got]).toEqual([bytes, 'stream_cut', 'cut', sent]);
      else expect([bytes, ...got]).toEqual([bytes, 'stream_cut', 'whole', `${sent}<error>`]);
    }
    expect([first.seen.length, second.seen.length]).toEqual([BYTES.length + 1, COMMITTED_FROM]);
  });
});
