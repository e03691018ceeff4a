/**
 * A dialect that is nothing like the client's: requests are a line of text, streamed answers are events whose data is a word,
 * errors are a bare sentence. It proves that the protocol contract carries a translation through the real exchange.
 */
import { z } from 'zod';
import type { ClientEvent, ProtocolAdapter } from '../../src-main/protocols/contract.ts';

const requestSchema = z.object({ messages: z.array(z.object({ content: z.string() })) });
const answerSchema = z.object({ words: z.array(z.string()) });

const event = (name: string, data: object): ClientEvent => ({ name, data: JSON.stringify({ type: name, ...data }) });

export const toyProtocol: ProtocolAdapter = {
  encodeRequest(request) {
    if (request.path !== '/v1/messages') return null;
    const { messages } = requestSchema.parse(JSON.parse(request.body.toString()));
    const text = messages.map(({ content }) => content).join(' ');
    return { method: 'PUT', target: `/say/${request.sentModel}`, headers: ['content-type', 'text/plain'], body: [Buffer.from(text)] };
  },
  openStream(request) {
    let words = 0;
    return {
      onEvent({ name, data }) {
        if (name === 'bad') throw new Error('unreadable');
        if (name === 'done') {
          return [
            event('content_block_stop', { index: 0 }),
            event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: words } }),
            event('message_stop', {}),
          ];
        }
        words += 1;
        const delta = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: data } });
        if (words > 1) return [delta];
        return [
          event('message_start', {
            message: { id: 'msg_toy', role: 'assistant', model: request.requestedModel, content: [], usage: { input_tokens: 4, output_tokens: 0 } },
          }),
          event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
          delta,
        ];
      },
      onEnd: () => [],
    };
  },
  decodeAnswer(body, request) {
    const { words } = answerSchema.parse(JSON.parse(body.toString()));
    const message = {
      type: 'message',
      model: request.requestedModel,
      content: [{ type: 'text', text: words.join(' ') }],
      usage: { input_tokens: 4, output_tokens: words.length },
    };
    return Buffer.from(JSON.stringify(message));
  },
  mapError(status, body) {
    const text = body.toString();
    return text.startsWith('sorry: ') ? { type: status === 400 ? 'invalid_request_error' : 'api_error', message: text.slice(7) } : null;
  },
};
