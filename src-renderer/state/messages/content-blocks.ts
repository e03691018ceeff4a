/**
 * What the content of a message consists of, in the kinds that can be shown. Whatever is not known stays as JSON: new kinds of
 * blocks appear more often than this list changes.
 */
import { z } from 'zod';

export type ContentBlock = { readonly cacheControl: string | null } & (
  | { readonly kind: 'text'; readonly text: string }
  /** `isSealed`: the endpoint sent it encrypted, so there is nothing to read. */
  | { readonly kind: 'thinking'; readonly text: string; readonly isSealed: boolean }
  /** `input` is indented JSON, or what there is of it where the answer was cut. */
  | { readonly kind: 'tool-use'; readonly id: string; readonly name: string; readonly input: string }
  | { readonly kind: 'tool-result'; readonly toolUseId: string; readonly isError: boolean; readonly blocks: readonly ContentBlock[] }
  /** `sizeBytes` null: it is named by an address or an id, and its size is not known. */
  | { readonly kind: 'media'; readonly type: string; readonly mediaType: string | null; readonly sizeBytes: number | null }
  | { readonly kind: 'other'; readonly type: string; readonly json: string }
);

const cacheSchema = z.looseObject({ cache_control: z.looseObject({ type: z.string(), ttl: z.string().optional() }).nullish().catch(null) });
const textSchema = z.looseObject({ type: z.literal('text'), text: z.string() });
const thinkingSchema = z.looseObject({ type: z.literal('thinking'), thinking: z.string() });
const sealedSchema = z.looseObject({ type: z.literal('redacted_thinking') });
const toolUseSchema = z.looseObject({
  type: z.enum(['tool_use', 'server_tool_use', 'mcp_tool_use']),
  id: z.string().catch(''),
  name: z.string().catch(''),
  input: z.unknown(),
});
const toolResultSchema = z.looseObject({
  type: z.string().regex(/_result$/),
  tool_use_id: z.string(),
  is_error: z.boolean().nullish().catch(null),
  content: z.unknown(),
});
const sourceSchema = z.looseObject({
  type: z.string(),
  media_type: z.string().nullish().catch(null),
  data: z.string().nullish().catch(null),
});
const mediaSchema = z.looseObject({ type: z.enum(['image', 'document']), source: sourceSchema });
const typeSchema = z.looseObject({ type: z.string() });

/** @param content As in a message: a text, or a list of blocks. */
export function readBlocks(content: unknown): readonly ContentBlock[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content, cacheControl: null }];
  if (Array.isArray(content)) return content.map(readBlock);
  return content === undefined || content === null ? [] : [readBlock(content)];
}

export function readBlock(raw: unknown): ContentBlock {
  const cacheControl = readCacheControl(raw);
  if (typeof raw === 'string') return { kind: 'text', text: raw, cacheControl };
  const text = textSchema.safeParse(raw).data;
  if (text !== undefined) return { kind: 'text', text: text.text, cacheControl };
  const thinking = thinkingSchema.safeParse(raw).data;
  if (thinking !== undefined) return { kind: 'thinking', text: thinking.thinking, isSealed: false, cacheControl };
  if (sealedSchema.safeParse(raw).success) return { kind: 'thinking', text: '', isSealed: true, cacheControl };
  const toolUse = toolUseSchema.safeParse(raw).data;
  if (toolUse !== undefined) return { kind: 'tool-use', id: toolUse.id, name: toolUse.name, input: inputText(toolUse.input), cacheControl };
  const result = toolResultSchema.safeParse(raw).data;
  if (result !== undefined) {
    const blocks = readBlocks(result.content);
    return { kind: 'tool-result', toolUseId: result.tool_use_id, isError: result.is_error === true, blocks, cacheControl };
  }
  const media = mediaSchema.safeParse(raw).data;
  if (media !== undefined) return { ...readMedia(media), cacheControl };
  return { kind: 'other', type: typeSchema.safeParse(raw).data?.type ?? '', json: JSON.stringify(raw, null, 2) ?? '', cacheControl };
}

function readMedia({ type, source }: z.infer<typeof mediaSchema>) {
  const { data = null } = source;
  return {
    kind: 'media',
    type,
    mediaType: source.media_type ?? null,
    sizeBytes: data === null ? null : source.type === 'base64' ? base64Bytes(data) : data.length,
  } as const;
}

/** Four characters carry three bytes; padding carries none. */
function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}

/** A text is what had arrived of an input when its stream was cut. */
function inputText(input: unknown): string {
  return typeof input === 'string' ? input : (JSON.stringify(input, null, 2) ?? '');
}

/** `ephemeral`, or with its time to live `ephemeral 1h`; null: the block is no cache mark. */
function readCacheControl(raw: unknown): string | null {
  const mark = cacheSchema.safeParse(raw).data?.cache_control;
  if (mark === null || mark === undefined) return null;
  return mark.ttl === undefined ? mark.type : `${mark.type} ${mark.ttl}`;
}
