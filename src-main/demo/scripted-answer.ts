/** What a scripted endpoint answers to one request: the message, its usage, and the events that it is streamed in. */
import { z } from 'zod';
import { inPieces, sampleText } from './sample-text.ts';
import { between, type Random } from './seeded-random.ts';

/** The part of a Messages request that a scripted endpoint looks at. */
export const scriptedRequestSchema = z.object({ model: z.string(), max_tokens: z.number().optional(), stream: z.boolean().optional() });
export type ScriptedRequest = z.infer<typeof scriptedRequestSchema>;

interface ScriptedUsage {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number };
  readonly output_tokens: number;
}

export interface ScriptedAnswer {
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly pieces: readonly string[];
  readonly usage: ScriptedUsage;
}

export interface ScriptedEvent {
  readonly type: string;
  readonly data: object;
}

/** Longest answer, words. Real clients ask for up to 128,000 tokens, which nobody wants to watch. */
const MAX_WORDS = 1_200;
/** English text has about three words to four tokens. */
const TOKENS_PER_WORD = 4 / 3;

/** The same random numbers give the same answer. The answer's length follows `max_tokens`. */
export function scriptAnswer(request: ScriptedRequest, random: Random): ScriptedAnswer {
  const mostWords = Math.min(MAX_WORDS, Math.floor((request.max_tokens ?? 400) / TOKENS_PER_WORD));
  const text = sampleText(random, between(random, Math.ceil(mostWords / 3), mostWords));
  const cacheWriteTokens = random() < 0.4 ? between(random, 800, 9_000) : 0;
  const longLivedTokens = random() < 0.5 ? cacheWriteTokens : 0;
  return {
    id: `msg_demo_${between(random, 0, 0xff_ffff_ffff).toString(16)}`,
    model: request.model,
    text,
    pieces: inPieces(random, text),
    usage: {
      input_tokens: between(random, 4, 900),
      cache_creation_input_tokens: cacheWriteTokens,
      cache_read_input_tokens: between(random, 9_000, 90_000),
      cache_creation: { ephemeral_5m_input_tokens: cacheWriteTokens - longLivedTokens, ephemeral_1h_input_tokens: longLivedTokens },
      output_tokens: Math.ceil(text.split(' ').length * TOKENS_PER_WORD),
    },
  };
}

/** The answer to a request that does not stream. */
export function messageOf(answer: ScriptedAnswer): object {
  return { ...envelope(answer), content: [{ type: 'text', text: answer.text }], stop_reason: 'end_turn', usage: answer.usage };
}

/** The events of a streamed answer, in order. */
export function eventsOf(answer: ScriptedAnswer): readonly ScriptedEvent[] {
  const event = (type: string, data: object): ScriptedEvent => ({ type, data: { type, ...data } });
  const message = { ...envelope(answer), content: [], stop_reason: null, usage: { ...answer.usage, output_tokens: 1 } };
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...answer.pieces.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: answer.usage.output_tokens } }),
    event('message_stop', {}),
  ];
}

function envelope(answer: ScriptedAnswer): object {
  return { id: answer.id, type: 'message', role: 'assistant', model: answer.model, stop_sequence: null };
}
