/** Puts an answer together as one message: from the events of a stream, or from a JSON body. */
import { z } from 'zod';
import { type ContentBlock, readBlock, readBlocks } from './content-blocks.ts';
import { parseJson } from './parse-json.ts';
import type { StreamEvent } from './stream-events.ts';

export interface AssembledMessage {
  readonly id: string | null;
  readonly model: string | null;
  readonly blocks: readonly ContentBlock[];
  readonly stopReason: string | null;
  /** An error body, or an `error` event in the stream. */
  readonly error: { readonly type: string; readonly message: string } | null;
  /** The message came to its end: `message_stop`, or a whole JSON body. */
  readonly isComplete: boolean;
  /** Names of events and deltas that are not known here; their content is in the list of events only. */
  readonly unknown: readonly string[];
}

const errorSchema = z.looseObject({ error: z.looseObject({ type: z.string().catch('error'), message: z.string().catch('') }) });
const messageSchema = z.looseObject({
  id: z.string().nullish().catch(null),
  model: z.string().nullish().catch(null),
  content: z.unknown(),
  stop_reason: z.string().nullish().catch(null),
});
const startSchema = z.looseObject({ message: messageSchema });
const blockStartSchema = z.looseObject({ index: z.number(), content_block: z.looseObject({ type: z.string() }) });
const blockDeltaSchema = z.looseObject({ index: z.number(), delta: z.looseObject({ type: z.string() }) });
const messageDeltaSchema = z.looseObject({ delta: z.looseObject({ stop_reason: z.string().nullish() }) });

/** Which field of a delta goes on which field of its block. */
const TEXT_DELTAS: Readonly<Record<string, { readonly from: string; readonly to: string }>> = {
  text_delta: { from: 'text', to: 'text' },
  thinking_delta: { from: 'thinking', to: 'thinking' },
  signature_delta: { from: 'signature', to: 'signature' },
};
/** Events without content for the message. */
const SILENT = new Set(['ping', 'content_block_stop']);

interface RawBlock {
  readonly fields: Record<string, unknown>;
  /** Pieces of a tool's input, as JSON text. */
  json: string;
}

/** @returns Null when the body is neither a message nor an error in the shape of the Messages API. */
export function messageOfJson(text: string): AssembledMessage | null {
  const body = parseJson(text);
  const failed = errorSchema.safeParse(body).data;
  if (failed !== undefined) return { ...EMPTY, error: failed.error, isComplete: true };
  const message = messageSchema.safeParse(body).data;
  if (message?.content === undefined) return null;
  const { id = null, model = null, stop_reason: stopReason = null } = message;
  return { ...EMPTY, id, model, stopReason, blocks: readBlocks(message.content), isComplete: true };
}

const EMPTY: AssembledMessage = { id: null, model: null, blocks: [], stopReason: null, error: null, isComplete: false, unknown: [] };

export function messageOfEvents(events: readonly StreamEvent[]): AssembledMessage {
  const draft = new Draft();
  for (const event of events) if (!event.isCut) draft.take(event.name, parseJson(event.data));
  return draft.finish();
}

class Draft {
  #message = EMPTY;
  readonly #blocks = new Map<number, RawBlock>();
  readonly #unknown = new Set<string>();

  take(name: string, data: unknown): void {
    if (SILENT.has(name)) return;
    switch (name) {
      case 'message_start':
        this.#start(startSchema.safeParse(data).data?.message);
        return;
      case 'content_block_start': {
        const start = blockStartSchema.safeParse(data).data;
        if (start !== undefined) this.#blocks.set(start.index, { fields: { ...start.content_block }, json: '' });
        return;
      }
      case 'content_block_delta':
        this.#delta(blockDeltaSchema.safeParse(data).data);
        return;
      case 'message_delta':
        this.#message = { ...this.#message, stopReason: messageDeltaSchema.safeParse(data).data?.delta.stop_reason ?? this.#message.stopReason };
        return;
      case 'message_stop':
        this.#message = { ...this.#message, isComplete: true };
        return;
      case 'error':
        this.#message = { ...this.#message, error: errorSchema.safeParse(data).data?.error ?? { type: 'error', message: '' } };
        return;
      default:
        this.#unknown.add(name);
    }
  }

  finish(): AssembledMessage {
    const ordered = [...this.#blocks].sort(([a], [b]) => a - b).map(([, block]) => readBlock(withInput(block)));
    return { ...this.#message, blocks: [...this.#message.blocks, ...ordered], unknown: [...this.#unknown] };
  }

  #start(message: z.infer<typeof messageSchema> | undefined): void {
    if (message === undefined) return;
    this.#message = { ...this.#message, id: message.id ?? null, model: message.model ?? null, blocks: readBlocks(message.content) };
  }

  #delta(event: z.infer<typeof blockDeltaSchema> | undefined): void {
    const block = event === undefined ? undefined : this.#blocks.get(event.index);
    if (event === undefined || block === undefined) return;
    const { delta } = event;
    const { type } = delta;
    const text = TEXT_DELTAS[type];
    if (text !== undefined) block.fields[text.to] = `${textOf(block.fields[text.to])}${textOf(delta[text.from])}`;
    else if (type === 'input_json_delta') block.json += textOf(delta.partial_json);
    else if (type === 'citations_delta') block.fields.citations = [...listOf(block.fields.citations), delta.citation];
    else this.#unknown.add(type);
  }
}

/** The input that arrived in pieces, parsed if it is whole. */
function withInput({ fields, json }: RawBlock): Record<string, unknown> {
  return json === '' ? fields : { ...fields, input: parseJson(json) ?? json };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
