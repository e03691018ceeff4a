import { describe, expect, it } from 'vitest';
import { readStreamEvents } from '../../../../../src-renderer/state/messages/stream-events.ts';

describe('readStreamEvents', () => {
  it('numbers events in their order, with the name of their field or of their data', () => {
    const text = 'event: a\ndata: {"x":1}\n\ndata: {"type":"b"}\n\ndata: plain\n\n';
    expect(readStreamEvents(text)).toEqual([
      { number: 1, name: 'a', data: '{"x":1}', isCut: false },
      { number: 2, name: 'b', data: '{"type":"b"}', isCut: false },
      { number: 3, name: 'message', data: 'plain', isCut: false },
    ]);
  });

  it('reads every kind of line end, joins data lines, and leaves comments and other fields out', () => {
    const text = '\uFEFF: hello\r\nevent: a\r\nid: 7\r\ndata: one\r\ndata:two\r\n\r\nevent: b\rdata\r\r';
    expect(readStreamEvents(text).map(({ name, data }) => [name, data])).toEqual([
      ['a', 'one\ntwo'],
      ['b', ''],
    ]);
  });

  it('does not take a field for another one that begins like it', () => {
    expect(readStreamEvents('database: x\neventual: y\n\n')).toEqual([]);
  });

  it('marks an event that the end of the text cuts short', () => {
    expect(readStreamEvents('event: a\ndata: {"x"')).toEqual([{ number: 1, name: 'a', data: '{"x"', isCut: true }]);
  });
});
