import { describe, expect, it } from 'vitest';
import { cutAtEnd, faultAtOpening, faultOfHeldToEnd, hasWholeMessage, mayOpen, mustUnpack } from '../../../../src-main/proxy/gate.ts';
import { HeldChunks } from '../../../../src-main/proxy/held-chunks.ts';
import { ReadAlong } from '../../../../src-main/proxy/read-along.ts';
import { streamEvents } from '../../../support/fake-endpoint.ts';

/** An answer whose beginning is held. */
function heldAnswer(text: string, options: { isStream?: boolean; encoding?: string } = {}) {
  const isStream = options.isStream ?? true;
  const held = new HeldChunks();
  const reader = new ReadAlong({ isEventStream: isStream, encoding: options.encoding, onMark: () => undefined, onGivenUp: () => undefined });
  if (text !== '') held.add(Buffer.from(text));
  reader.push(Buffer.from(text));
  return { held, reader, isStream };
}

const [messageStart = '', ...others] = streamEvents('hello');

describe('the gate', () => {
  it('stays shut for a stream without content, unless nothing else could be tried', () => {
    expect(mayOpen(heldAnswer(messageStart), true)).toBe(false);
    expect(mayOpen(heldAnswer(messageStart), false)).toBe(true);
  });

  it('opens beyond 1 MiB, and when the stream cannot be read', () => {
    const atLimit = heldAnswer(`: ${'x'.repeat(1_048_574)}`);
    expect(mayOpen(atLimit, true)).toBe(false);
    atLimit.held.add(Buffer.from('x'));
    expect(mayOpen(atLimit, true)).toBe(true);
    const blind = heldAnswer('x');
    blind.reader.push(Buffer.alloc(17 * 1_048_576, 'x'));
    expect(mayOpen(blind, true)).toBe(true);
  });

  it('opens for a whole answer with its first character', () => {
    expect(mayOpen(heldAnswer(' \n', { isStream: false }), true)).toBe(false);
    expect(mayOpen(heldAnswer(' {', { isStream: false }), true)).toBe(true);
    expect(mayOpen(heldAnswer('', { isStream: false, encoding: 'gzip' }), true)).toBe(true);
  });

  it('opens for a whole answer that says nothing for more than 1 MiB, which is then no answer', () => {
    const blank = heldAnswer(' '.repeat(1_048_576), { isStream: false });
    expect(mayOpen(blank, true)).toBe(false);
    blank.held.add(Buffer.from('\n'));
    expect(mayOpen(blank, true)).toBe(true);
    expect(faultAtOpening(blank, false)).toEqual({ kind: 'bad-answer', what: 'empty' });
  });
});

describe('what held bytes cannot be', () => {
  it('looks into a whole answer that is not compressed', () => {
    expect(faultAtOpening(heldAnswer('<html>', { isStream: false }), false)).toEqual({ kind: 'bad-answer', what: 'html' });
    expect(faultAtOpening(heldAnswer('{"id":1}', { isStream: false }), false)).toBeNull();
    expect(faultAtOpening(heldAnswer('', { isStream: false, encoding: 'gzip' }), false)).toBeNull();
  });

  it('unpacks a compressed stream only where plain bytes were promised', () => {
    const packed = heldAnswer('', { encoding: 'gzip' });
    expect([mustUnpack(packed, true), mustUnpack(packed, false), mustUnpack(heldAnswer(''), true)]).toEqual([true, false, false]);
    expect(faultAtOpening(packed, true)).toBeNull();
  });

  it('refuses a stream of which nothing can be read where plain bytes were promised', async () => {
    const damaged = heldAnswer('no brotli', { encoding: 'br' });
    await new Promise<void>((resolve) => damaged.reader.end(resolve));
    expect(faultAtOpening(damaged, true)).toEqual({ kind: 'bad-answer', what: 'unreadable' });
    expect(faultAtOpening(damaged, false)).toBeNull();
  });

  it('has nothing to give of an answer that ended empty or without content', () => {
    expect(faultOfHeldToEnd(heldAnswer(''))).toEqual({ kind: 'bad-answer', what: 'empty' });
    expect(faultOfHeldToEnd(heldAnswer(messageStart))).toEqual({ kind: 'bad-answer', what: 'unreadable' });
    expect(faultOfHeldToEnd(heldAnswer(' ', { isStream: false }))).toBeNull();
  });
});

describe('the end of an answer', () => {
  it('is whole with message_stop, and otherwise says what broke it', () => {
    expect(cutAtEnd(heldAnswer(messageStart + others.join('')))).toBeNull();
    expect(cutAtEnd(heldAnswer(messageStart))).toBe('the stream ended before the message did');
    const failed = `event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"m"}}\n\n`;
    expect(cutAtEnd(heldAnswer(messageStart + failed))).toBe('the endpoint sent an error: overloaded_error');
    expect(cutAtEnd(heldAnswer('{', { isStream: false }))).toBeNull();
  });

  it('may be missing once the message is complete, unless its bytes are compressed', () => {
    const whole = messageStart + others.join('');
    expect(hasWholeMessage(heldAnswer(whole))).toBe(true);
    expect(hasWholeMessage(heldAnswer(messageStart))).toBe(false);
    expect(hasWholeMessage(heldAnswer(whole, { encoding: 'gzip' }))).toBe(false);
    expect(hasWholeMessage(heldAnswer('{"type":"message_stop"}', { isStream: false }))).toBe(false);
  });
});
