import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SseEvent, SseParser } from '../../../../src-main/sse/sse-parser.ts';

function parse(chunks: readonly Buffer[], maxEventBytes = 10_000): SseEvent[] {
  const events: SseEvent[] = [];
  const parser = new SseParser({ maxEventBytes, onEvent: (event) => events.push(event) });
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return events;
}

const texts = (text: string) => parse([Buffer.from(text)]).map(({ name, data }) => [name, data]);

describe('SseParser', () => {
  it('reads names, data with and without a space, and several data lines', () => {
    expect(texts('event: a\ndata: 1\n\ndata:2\ndata\ndata:  3\n\n')).toEqual([
      ['a', '1'],
      [null, '2\n\n 3'],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('takes %j as the end of a line', (end) => {
    expect(texts(`event: a${end}data: 1${end}${end}data: 2${end}${end}`)).toEqual([
      ['a', '1'],
      [null, '2'],
    ]);
  });

  it('skips comments, unknown fields, blank lines and a byte order mark', () => {
    expect(texts('\ufeffdata: 1\n\n: comment\n\nid: 7\nretry: 5\n\n\ndatabase: x\ndata: 2\n\n')).toEqual([
      [null, '1'],
      [null, '2'],
    ]);
  });

  it('drops an event that its stream did not finish', () => {
    expect(texts('data: 1\n\ndata: 2\n')).toEqual([[null, '1']]);
  });

  it('gives the same events wherever the bytes are split, even inside a character or between CR and LF', () => {
    const bytes = Buffer.from('event: größe\r\ndata: 模型 😀\r\n\r\n:x\n\ndata: a\ndata: b\n\nevent: e\rdata: c\r\r');
    const whole = parse([bytes]);
    expect(whole).toHaveLength(3);
    for (let at = 0; at <= bytes.length; at += 1) expect(parse([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    expect(parse([...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('gives the same events for any stream in any three pieces', () => {
    const piece = fc.constantFrom('data: x', 'event: y', ':c', '\n', '\r\n', '\r', 'é', 'data', ':', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(100), fc.nat(100), (pieces, one, two) => {
        const bytes = Buffer.from(pieces.join(''));
        const [a, b] = [one, two].map((at) => Math.min(at, bytes.length)).sort((x, y) => x - y);
        expect(parse([bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)])).toEqual(parse([bytes]));
      }),
    );
  });

  it('stops at an event that is too large, in one piece or in many', () => {
    const events: SseEvent[] = [];
    const parser = new SseParser({ maxEventBytes: 100, onEvent: (event) => events.push(event) });
    parser.push(Buffer.from('data: 1\n\n'));
    for (let i = 0; i < 50; i += 1) parser.push(Buffer.from('data: xxxxx\n'));
    parser.push(Buffer.from('\ndata: 2\n\n'));
    expect(parser.isOversized).toBe(true);
    expect(events).toHaveLength(1);
    const line = new SseParser({ maxEventBytes: 100, onEvent: (event) => events.push(event) });
    for (let i = 0; i < 50; i += 1) line.push(Buffer.from('xxxxx'));
    expect(line.isOversized).toBe(true);
  });

  it('decodes data only for events that are wanted, and always tells its size', () => {
    const events: SseEvent[] = [];
    const parser = new SseParser({
      maxEventBytes: 1_000,
      onEvent: (event) => events.push(event),
      wants: (name) => name === 'a',
    });
    parser.push(Buffer.from('event: a\ndata: 12\n\nevent: b\ndata: 345\ndata: 6\n\ndata: {"type":"c"}\n\n'));
    expect(events).toEqual([
      { name: 'a', data: '12', dataBytes: 2 },
      { name: 'b', data: '', dataBytes: 4 },
      { name: null, data: '', dataBytes: 12 },
    ]);
  });
});
