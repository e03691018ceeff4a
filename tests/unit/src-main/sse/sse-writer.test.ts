import { describe, expect, it } from 'vitest';
import { type SseEvent, SseParser } from '../../../../src-main/sse/sse-parser.ts';
import { writeSseEvent } from '../../../../src-main/sse/sse-writer.ts';

describe('writeSseEvent', () => {
  it('writes what the parser reads', () => {
    const events: SseEvent[] = [];
    const parser = new SseParser({ maxEventBytes: 1_000, onEvent: (event) => events.push(event) });
    parser.push(writeSseEvent('ping', '{"a":"é"}'));
    parser.push(writeSseEvent(null, 'one\ntwo\r\nthree'));
    expect(events).toEqual([
      { name: 'ping', data: '{"a":"é"}', dataBytes: 10 },
      { name: null, data: 'one\ntwo\nthree', dataBytes: 11 },
    ]);
  });

  it('frames an event as the Messages API does', () => {
    expect(writeSseEvent('ping', '{"type": "ping"}').toString()).toBe('event: ping\ndata: {"type": "ping"}\n\n');
  });
});
