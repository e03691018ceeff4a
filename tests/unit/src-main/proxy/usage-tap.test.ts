import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StreamMark, UsageTap } from '../../../../src-main/proxy/usage-tap.ts';
import { streamEvents } from '../../../support/fake-endpoint.ts';

const REPORTED = { inputTokens: 11, cacheReadTokens: 3, cacheWrite5mTokens: 2, cacheWrite1hTokens: 0, outputTokens: 7, source: 'reported' };

function tapped(chunks: readonly Buffer[]) {
  const marks: StreamMark[] = [];
  const tap = new UsageTap({ isEventStream: true, onMark: (mark) => marks.push(mark) });
  for (const chunk of chunks) tap.push(chunk);
  tap.end();
  return { tap, marks };
}

const NO_CACHE = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
const split = (short: number, long: number) => ({ ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long });
const event = (name: string | null, data: unknown) => `${name === null ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

describe('UsageTap on event streams', () => {
  it('reads usage and marks of a whole message', () => {
    const { tap, marks } = tapped([Buffer.from(streamEvents('hello').join(''))]);
    expect(tap.usage(400)).toEqual(REPORTED);
    expect(tap.hasStop).toBe(true);
    expect(marks).toEqual(['start', 'content', 'other', 'content', 'other', 'end', 'end']);
  });

  it('reads the same at every split of the bytes', () => {
    const bytes = Buffer.from(
      streamEvents('größe 😀', { pieces: ['grö', 'ße 😀'] })
        .join('')
        .replaceAll('\n', '\r\n'),
    );
    const whole = tapped([bytes]);
    for (let at = 0; at <= bytes.length; at += 1) {
      const split = tapped([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(split.tap.usage(400)).toEqual(REPORTED);
      expect(split.marks).toEqual(whole.marks);
    }
  });

  it('takes the last of cumulative counts, not their sum', () => {
    const { tap } = tapped([
      Buffer.from(
        streamEvents('x').slice(0, 5).join('') +
          event('message_delta', { type: 'message_delta', usage: { output_tokens: 5 } }) +
          event('message_delta', { type: 'message_delta', usage: { output_tokens: 9, input_tokens: 12 } }),
      ),
    ]);
    expect(tap.usage(0)).toMatchObject({ outputTokens: 9, inputTokens: 12 });
  });

  it('keeps the split of cache writes', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    };
    const { tap } = tapped([Buffer.from(event('message_start', { type: 'message_start', message: { usage } }))]);
    expect(tap.usage(0)).toMatchObject({ cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 });
  });

  const started = (usage: unknown) => event('message_start', { type: 'message_start', message: { usage } });
  const ended = (usage: unknown) => event('message_delta', { type: 'message_delta', usage });

  it.each([
    ['no split: all for 5 minutes', [started({ cache_creation_input_tokens: 30 })], [30, 0]],
    ['a split of zeros: all for 5 minutes', [started({ cache_creation_input_tokens: 30, cache_creation: split(0, 0) })], [30, 0]],
    [
      'half a split: the rest for 5 minutes',
      [started({ cache_creation_input_tokens: 30, cache_creation: { ephemeral_1h_input_tokens: 10 } })],
      [20, 10],
    ],
    ['a split without a total', [started({ cache_creation: split(4, 5) })], [4, 5]],
    [
      'the total again at the end',
      [started({ cache_creation_input_tokens: 30, cache_creation: split(10, 20) }), ended({ cache_creation_input_tokens: 30 })],
      [10, 20],
    ],
    [
      'a larger total at the end',
      [started({ cache_creation_input_tokens: 30, cache_creation: split(10, 20) }), ended({ cache_creation_input_tokens: 50 })],
      [30, 20],
    ],
    [
      'the split only at the end',
      [started({ cache_creation_input_tokens: 30 }), ended({ cache_creation_input_tokens: 30, cache_creation: split(0, 30) })],
      [0, 30],
    ],
    ['zeros at the start', [started({ cache_creation_input_tokens: 0 }), ended({ cache_creation_input_tokens: 7 })], [7, 0]],
    ['zeros at the end', [started({ cache_creation_input_tokens: 7 }), ended({ cache_creation_input_tokens: 0 })], [7, 0]],
  ])('counts cache writes with %s', (_what, events, [cacheWrite5mTokens, cacheWrite1hTokens]) => {
    expect(tapped([Buffer.from(events.join(''))]).tap.usage(0)).toMatchObject({ cacheWrite5mTokens, cacheWrite1hTokens });
  });

  it('does not let an end without knowledge take back what was known', () => {
    const whole = { input_tokens: 9, cache_read_input_tokens: 8, output_tokens: 1 };
    const { tap } = tapped([Buffer.from(started(whole) + ended({ output_tokens: 6 }) + ended({ input_tokens: 0, cache_read_input_tokens: 0 }))]);
    expect(tap.usage(0)).toMatchObject({ inputTokens: 9, cacheReadTokens: 8, outputTokens: 6, source: 'reported' });
  });

  it('estimates where a server reports zeros for what cannot be nothing', () => {
    const zeros = { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 };
    const text = event('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x'.repeat(400) } });
    const { tap } = tapped([Buffer.from(started(zeros) + text + ended(zeros))]);
    expect(tap.usage(400)).toMatchObject({ inputTokens: 100, outputTokens: 100, source: 'estimated' });
  });

  it('believes zero input beside a cached part, and zero output of an answer without content', () => {
    const { tap } = tapped([Buffer.from(started({ input_tokens: 0, cache_read_input_tokens: 8 }) + ended({ output_tokens: 0 }))]);
    expect(tap.usage(400)).toMatchObject({ inputTokens: 0, cacheReadTokens: 8, outputTokens: 0, source: 'reported' });
  });

  it('does not believe counts that no model can have', () => {
    const { tap } = tapped([
      Buffer.from(started({ input_tokens: Number.MAX_SAFE_INTEGER, cache_read_input_tokens: 100_000_001 }) + ended({ output_tokens: 7 })),
    ]);
    expect(tap.usage(400)).toEqual({ ...NO_CACHE, inputTokens: 100, outputTokens: 7, source: 'estimated' });
  });

  it('knows events by their type when the server names none', () => {
    const nameless = streamEvents('hello').map((text) => text.replace(/^event: .*\n/, ''));
    const { tap, marks } = tapped([Buffer.from(nameless.join(''))]);
    expect(tap.usage(0)).toEqual(REPORTED);
    expect(marks).toContain('content');
    expect(tap.hasStop).toBe(true);
  });

  it('estimates what a cut stream did not report', () => {
    const { tap } = tapped([Buffer.from(streamEvents('x'.repeat(400)).slice(0, 4).join(''))]);
    const usage = tap.usage(400);
    expect(usage).toMatchObject({ inputTokens: 11, source: 'estimated' });
    expect(usage.outputTokens).toBeGreaterThan(80);
    expect(usage.outputTokens).toBeLessThan(130);
  });

  it('estimates input from the request when the server reports nothing at all', () => {
    const { tap } = tapped([
      Buffer.from(event('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'abcd' } })),
    ]);
    expect(tap.usage(400)).toMatchObject({ inputTokens: 100, source: 'estimated' });
  });

  it('remembers an error event', () => {
    const { tap, marks } = tapped([Buffer.from(event('error', { type: 'error', error: { type: 'overloaded_error', message: 'busy' } }))]);
    expect(tap.error).toEqual({ type: 'overloaded_error', message: 'busy' });
    expect(marks).toEqual(['error']);
  });

  it.each(['{"usage":{"output_tokens":-1}}', '{"usage":{"output_tokens":"7"}}', '{"usage":5}', 'broken', '[]'])(
    'survives the message_delta %s',
    (data) => {
      const { tap } = tapped([Buffer.from(`event: message_delta\ndata: ${data}\n\n`)]);
      expect(tap.usage(0).source).toBe('estimated');
    },
  );

  it('never throws, whatever bytes pass, and reads the same in any pieces', () => {
    const piece = fc.constantFrom(
      'event: message_start\n',
      'event: message_delta\n',
      'data: {"usage":',
      'data: {}',
      '\n\n',
      '\r',
      '{"message":{"usage":null}}',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const split = tapped(pieces.map((text) => Buffer.from(text)));
        const whole = tapped([Buffer.from(pieces.join(''))]);
        expect([split.marks, split.tap.usage(40), split.tap.error]).toEqual([whole.marks, whole.tap.usage(40), whole.tap.error]);
      }),
    );
  });
});

describe('UsageTap on JSON answers', () => {
  it('reads usage at the end, from any number of pieces', () => {
    const bytes = Buffer.from(JSON.stringify({ type: 'message', content: [], usage: { input_tokens: 5, output_tokens: 6 } }));
    for (let at = 0; at <= bytes.length; at += 1) {
      const tap = new UsageTap({ isEventStream: false });
      tap.push(bytes.subarray(0, at));
      tap.push(bytes.subarray(at));
      tap.end();
      expect(tap.usage(0)).toMatchObject({ inputTokens: 5, outputTokens: 6, source: 'reported' });
    }
  });

  it('estimates when all that is reported are zeros', () => {
    const tap = new UsageTap({ isEventStream: false });
    const answer = JSON.stringify({ content: [{ type: 'text', text: 'x'.repeat(400) }], usage: { input_tokens: 0, output_tokens: 0 } });
    tap.push(Buffer.from(answer));
    tap.end();
    expect(tap.usage(40)).toEqual({ ...NO_CACHE, inputTokens: 10, outputTokens: Math.round(answer.length / 4), source: 'estimated' });
  });

  it('estimates when the answer is no JSON or names no usage or no output', () => {
    for (const text of ['broken', '{}', '{"usage":{"input_tokens":10}}']) {
      const tap = new UsageTap({ isEventStream: false });
      tap.push(Buffer.from(text));
      tap.end();
      expect(tap.usage(40)).toMatchObject({ inputTokens: 10, source: 'estimated' });
    }
  });
});
