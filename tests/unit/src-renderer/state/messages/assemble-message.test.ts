import { describe, expect, it } from 'vitest';
import { messageOfEvents, messageOfJson } from '../../../../../src-renderer/state/messages/assemble-message.ts';
import { readStreamEvents } from '../../../../../src-renderer/state/messages/stream-events.ts';
import { streamEvents } from '../../../../support/fake-endpoint.ts';

const stream = (...events: readonly { readonly type: string }[]) =>
  readStreamEvents(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
const start = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, one: object) => ({ type: 'content_block_delta', index, delta: one });
const stop = { type: 'message_stop' };

describe('messageOfEvents', () => {
  it('joins the pieces of a text', () => {
    const events = readStreamEvents(streamEvents('', { pieces: ['Hel', 'lo ', '🌍'] }).join(''));
    expect(messageOfEvents(events)).toEqual({
      id: 'msg_fake',
      model: 'fake-model',
      blocks: [{ kind: 'text', text: 'Hello 🌍', cacheControl: null }],
      stopReason: 'end_turn',
      error: null,
      isComplete: true,
      unknown: [],
    });
  });

  it('tells thinking, sealed thinking and tool calls apart, in the order of their index', () => {
    const { blocks } = messageOfEvents(
      stream(
        start(2, { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} }),
        start(0, { type: 'thinking', thinking: '', signature: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'Let me ' }),
        delta(0, { type: 'thinking_delta', thinking: 'see' }),
        delta(0, { type: 'signature_delta', signature: 'c2ln' }),
        start(1, { type: 'redacted_thinking', data: 'xyz' }),
        delta(2, { type: 'input_json_delta', partial_json: '{"comm' }),
        delta(2, { type: 'input_json_delta', partial_json: 'and":"ls"}' }),
        stop,
      ),
    );
    expect(blocks).toMatchObject([
      { kind: 'thinking', text: 'Let me see', isSealed: false },
      { kind: 'thinking', text: '', isSealed: true },
      { kind: 'tool-use', id: 'toolu_1', name: 'Bash', input: '{\n  "command": "ls"\n}' },
    ]);
  });

  it('keeps what had arrived of a tool call when the stream was cut, and says that it is not whole', () => {
    const message = messageOfEvents(
      stream(start(0, { type: 'tool_use', id: 't', name: 'Bash', input: {} }), delta(0, { type: 'input_json_delta', partial_json: '{"comm' })),
    );
    expect(message.blocks).toMatchObject([{ kind: 'tool-use', input: '{"comm' }]);
    expect(message.isComplete).toBe(false);
  });

  it('tells an error in the midst of a stream', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const message = messageOfEvents(stream(start(0, { type: 'text', text: 'so far' }), error));
    expect(message).toMatchObject({ error: { type: 'overloaded_error', message: 'Overloaded' }, isComplete: false, blocks: [{ text: 'so far' }] });
  });

  it('names what it does not know, and goes on', () => {
    const message = messageOfEvents(
      stream(
        { type: 'brand_new_event' },
        start(0, { type: 'text', text: '' }),
        delta(0, { type: 'brand_new_delta' }),
        delta(7, { type: 'text_delta', text: 'of no block' }),
        delta(0, { type: 'text_delta', text: 'ok' }),
        { type: 'ping' },
        stop,
      ),
    );
    expect(message).toMatchObject({ blocks: [{ text: 'ok' }], unknown: ['brand_new_event', 'brand_new_delta'], isComplete: true });
  });

  it('does without events that are cut or no JSON', () => {
    const events = readStreamEvents(
      'event: message_start\ndata: {oops\n\nevent: content_block_start\ndata: {"index":0,"content_block":{"type":"text","text":"x"}}',
    );
    expect(messageOfEvents(events)).toMatchObject({ id: null, blocks: [], isComplete: false });
  });
});

describe('messageOfJson', () => {
  it('reads a message', () => {
    const body = { id: 'msg_1', model: 'm', content: [{ type: 'text', text: 'hi' }], stop_reason: 'max_tokens' };
    expect(messageOfJson(JSON.stringify(body))).toMatchObject({ id: 'msg_1', stopReason: 'max_tokens', blocks: [{ text: 'hi' }], isComplete: true });
  });

  it('reads an error', () => {
    expect(messageOfJson('{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}')?.error).toEqual({
      type: 'rate_limit_error',
      message: 'Slow down',
    });
  });

  it.each(['<html></html>', '{"input_tokens":5}', '', '[]', 'null'])('takes %j for neither', (text) => expect(messageOfJson(text)).toBeNull());
});
