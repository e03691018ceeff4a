/**
 * Reads token counts out of an answer that passes by, and tells where in a stream the answer stands. It only reads: bytes are
 * neither changed nor held up, and only `message_start`, `message_delta` and `error` are ever decoded.
 */
import { z } from 'zod';
import type { Usage } from '../../src-shared/schemas/exchange.ts';
import { SseParser } from '../sse/sse-parser.ts';

/** What an event means for the gate and for the end of the exchange. */
export type StreamMark = 'start' | 'content' | 'end' | 'error' | 'other';

/** Larger events are not read; usage is estimated then. Content blocks of this size do not occur in practice. */
const MAX_EVENT_BYTES = 16 * 1_048_576;

/** Largest JSON answer whose usage is read; beyond it usage is estimated. */
const MAX_JSON_BYTES = 8 * 1_048_576;

/** JSON around the text of a delta event, bytes. Taken off before output is estimated from its length. */
const DELTA_FRAME_BYTES = 82;

/** Rule of thumb for English text and code. */
const BYTES_PER_TOKEN = 4;

/** A hundred times the largest context window. A larger count is a server's fault; believed, it would outweigh all other sums for ever. */
const MAX_TOKENS = 100_000_000;

const count = z.number().int().nonnegative().max(MAX_TOKENS).nullish().catch(null);
const usageFieldsSchema = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: z.object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }).nullish().catch(null),
});
type UsageFields = z.infer<typeof usageFieldsSchema>;
const startSchema = z.object({ message: z.object({ usage: usageFieldsSchema.nullish() }) });
const carrierSchema = z.object({ usage: usageFieldsSchema.nullish() });
const errorSchema = z.object({ error: z.object({ type: z.string().catch('api_error'), message: z.string().catch('') }) });

interface Counts {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite5m: number | null;
  cacheWrite1h: number | null;
}

export class UsageTap {
  readonly #parser: SseParser | null;
  readonly #counts: Counts = { input: null, output: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null };
  readonly #onMark: ((mark: StreamMark) => void) | null;
  #json: Buffer[] = [];
  #jsonBytes = 0;
  #deltaBytes = 0;
  #hasStop = false;
  #hasFinalUsage = false;
  #error: { readonly type: string; readonly message: string } | null = null;

  /** @param onMark Called for each event of a stream, during `push`. */
  constructor(options: { readonly isEventStream: boolean; readonly onMark?: (mark: StreamMark) => void }) {
    this.#onMark = options.onMark ?? null;
    this.#parser = options.isEventStream
      ? new SseParser({
          maxEventBytes: MAX_EVENT_BYTES,
          wants: isRead,
          onEvent: (event) => this.#event(event.name, event.data, event.dataBytes),
        })
      : null;
  }

  /** An event was too large to be read, and so is everything after it. */
  get isBlind(): boolean {
    return this.#parser?.isOversized === true;
  }

  /** `message_stop` was seen. */
  get hasStop(): boolean {
    return this.#hasStop;
  }

  /** The last `error` event. */
  get error(): { readonly type: string; readonly message: string } | null {
    return this.#error;
  }

  /** Output tokens so far: reported if known, else estimated from the length of the deltas. */
  get outputTokens(): number {
    return this.#hasFinalUsage ? (this.#counts.output ?? 0) : Math.round(this.#deltaBytes / BYTES_PER_TOKEN);
  }

  /** @param chunk Plain bytes of the answer (decoded if it came compressed). */
  push(chunk: Buffer): void {
    if (this.#parser !== null) {
      this.#parser.push(chunk);
      return;
    }
    this.#jsonBytes += chunk.length;
    if (this.#jsonBytes <= MAX_JSON_BYTES) this.#json.push(chunk);
    else this.#json = [];
  }

  /** The answer is complete: JSON answers are read now. */
  end(): void {
    if (this.#parser !== null || this.#json.length === 0) return;
    const parsed = carrierSchema.safeParse(parseJson(Buffer.concat(this.#json).toString('utf8')));
    this.#json = [];
    if (parsed.success && parsed.data.usage) this.#takeLast(parsed.data.usage);
  }

  /** @param requestBytes Size of the request body, from which input is estimated when the endpoint reported nothing. */
  usage(requestBytes: number): Usage {
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = this.#counts;
    // No request is without any input, and no text without output: such zeros are a server's that does not know.
    const hasInput = input !== null && [input, cacheRead, cacheWrite5m, cacheWrite1h].some((tokens) => tokens !== null && tokens > 0);
    const estimate = Math.round((this.#parser === null ? this.#jsonBytes : this.#deltaBytes) / BYTES_PER_TOKEN);
    const mayBeSilent = this.#parser === null ? hasInput : estimate === 0;
    const hasOutput = this.#hasFinalUsage && output !== null && (output > 0 || mayBeSilent);
    return {
      inputTokens: hasInput ? input : Math.round(requestBytes / BYTES_PER_TOKEN),
      cacheReadTokens: cacheRead ?? 0,
      cacheWrite5mTokens: cacheWrite5m ?? 0,
      cacheWrite1hTokens: cacheWrite1h ?? 0,
      outputTokens: hasOutput ? output : Math.max(output ?? 0, estimate),
      source: hasInput && hasOutput ? 'reported' : 'estimated',
    };
  }

  #event(givenName: string | null, data: string, dataBytes: number): void {
    const name = givenName ?? nameFrom(data);
    let mark: StreamMark = 'other';
    if (name === 'content_block_delta') {
      this.#deltaBytes += Math.max(0, dataBytes - DELTA_FRAME_BYTES);
      mark = 'content';
    } else if (name === 'content_block_start') mark = 'content';
    else if (name === 'message_start') {
      mark = 'start';
      const parsed = startSchema.safeParse(parseJson(data));
      if (parsed.success && parsed.data.message.usage) this.#take(parsed.data.message.usage);
    } else if (name === 'message_delta') {
      mark = 'end';
      const parsed = carrierSchema.safeParse(parseJson(data));
      if (parsed.success && parsed.data.usage) this.#takeLast(parsed.data.usage);
    } else if (name === 'message_stop') {
      mark = 'end';
      this.#hasStop = true;
    } else if (name === 'error') {
      mark = 'error';
      const parsed = errorSchema.safeParse(parseJson(data));
      this.#error = parsed.success ? parsed.data.error : { type: 'api_error', message: data.slice(0, 500) };
    }
    this.#onMark?.(mark);
  }

  /** Usage of a whole answer, or of its end. A later event that names no output does not take back what an earlier one said. */
  #takeLast(fields: UsageFields): void {
    this.#take(fields);
    if (typeof fields.output_tokens === 'number') this.#hasFinalUsage = true;
  }

  #take(fields: UsageFields): void {
    const counts = this.#counts;
    counts.input = latest(counts.input, fields.input_tokens);
    counts.output = latest(counts.output, fields.output_tokens);
    counts.cacheRead = latest(counts.cacheRead, fields.cache_read_input_tokens);
    counts.cacheWrite1h = latest(counts.cacheWrite1h, fields.cache_creation?.ephemeral_1h_input_tokens);
    const named5m = fields.cache_creation?.ephemeral_5m_input_tokens;
    const total = fields.cache_creation_input_tokens;
    // What the split leaves out, all without one, counts as the 5-minute kind, which is the API's default. With a total even a rest
    // of nothing is knowledge: an earlier total without a split may have been taken for the 5-minute kind.
    if (total) counts.cacheWrite5m = Math.max(total - (counts.cacheWrite1h ?? 0), named5m ?? 0, 0);
    else counts.cacheWrite5m = latest(counts.cacheWrite5m, named5m ?? total);
  }
}

/** Counts are cumulative: the last one wins. They never shrink to nothing, so a zero is a server's that does not know. */
function latest(known: number | null, given: number | null | undefined): number | null {
  return given ? given : (known ?? given ?? null);
}

/** Nameless events are read too: their type stands in their data. */
function isRead(name: string | null): boolean {
  return name === null || name === 'message_start' || name === 'message_delta' || name === 'error';
}

/** Event name from the `type` of its data, for servers that send no `event` field. */
function nameFrom(data: string): string | null {
  return /^\s*\{\s*"type"\s*:\s*"(\w+)"/.exec(data)?.[1] ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An unreadable event is passed on as it is; there is just nothing to count in it.
    return undefined;
  }
}
