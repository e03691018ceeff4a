import { describe, expect, it } from 'vitest';
import { HeldChunks } from '../../../../src-main/proxy/held-chunks.ts';

it('tells how an answer begins, wherever it was cut, and hands it over once', () => {
  const held = new HeldChunks();
  held.add(Buffer.from(' \r\n'));
  expect(held.firstCharacter()).toBeNull();
  held.add(Buffer.from('\t{"a'));
  held.add(Buffer.from('b"}'));
  expect(held.firstCharacter()).toBe(0x7b);
  expect(held.faultOfJson()).toBeNull();
  expect(held.bytes).toBe(10);
  expect(Buffer.concat([...held.take()]).toString()).toBe(' \r\n\t{"ab"}');
  expect(held.take()).toEqual([]);
});

describe('faultOfJson', () => {
  it.each([
    ['[1]', null],
    [' <html>', { kind: 'bad-answer', what: 'html' }],
    ['hello', { kind: 'bad-answer', what: 'unreadable' }],
    [' ', { kind: 'bad-answer', what: 'empty' }],
    ['{ "type": "error", "error": {"type":"overloaded_error"}}', { kind: 'error-event', errorType: 'overloaded_error' }],
    ['{"type":"error"', { kind: 'error-event', errorType: 'api_error' }],
    ['{"error" : {"message":"m","type":"overloaded_error"},"type":"error"}', { kind: 'error-event', errorType: 'overloaded_error' }],
    ['{"error":{"code":5}}', { kind: 'error-event', errorType: 'api_error' }],
    ['{"error":null,"type":"message"}', null],
    ['{"id":"m","type":"error"}', null],
  ])('of %j', (text, expected) => {
    const held = new HeldChunks();
    for (const character of text) held.add(Buffer.from(character));
    const fault = held.faultOfJson();
    if (expected === null) expect(fault).toBeNull();
    else expect(fault).toMatchObject(expected);
  });
});
