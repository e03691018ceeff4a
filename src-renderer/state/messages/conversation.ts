/** The body of a request to the Messages API, read as a conversation. */
import { z } from 'zod';
import { type ContentBlock, readBlocks } from './content-blocks.ts';
import { parseJson } from './parse-json.ts';

export interface Turn {
  /** `system`, `user`, `assistant`, or whatever the request says. */
  readonly role: string;
  readonly blocks: readonly ContentBlock[];
}

export interface OfferedTool {
  readonly name: string;
  readonly description: string;
}

export interface Conversation {
  readonly model: string | null;
  /** The further fields of the request, each as short JSON: `max_tokens`, `thinking`, .. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly tools: readonly OfferedTool[];
  /** The system prompt first, if there is one. */
  readonly turns: readonly Turn[];
}

const turnSchema = z.looseObject({ role: z.string().catch(''), content: z.unknown() });
const toolSchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  type: z.string().catch(''),
  description: z.string().catch(''),
});
const bodySchema = z.looseObject({
  model: z.string().nullish().catch(null),
  system: z.unknown(),
  messages: z.array(turnSchema),
  tools: z.array(toolSchema).nullish().catch(null),
});

const SHOWN_ELSEWHERE = new Set(['model', 'system', 'messages', 'tools']);

/** @returns Null when the text is no request for messages: cut, or of another call. */
export function readConversation(bodyText: string): Conversation | null {
  const body = bodySchema.safeParse(parseJson(bodyText)).data;
  if (body === undefined) return null;
  const system = readBlocks(body.system);
  const turns = body.messages.map(({ role, content }) => ({ role, blocks: readBlocks(content) }));
  return {
    model: body.model ?? null,
    settings: Object.entries(body).flatMap(([name, value]) => (SHOWN_ELSEWHERE.has(name) ? [] : [{ name, value: JSON.stringify(value) ?? '' }])),
    tools: (body.tools ?? []).map(({ name, type, description }) => ({ name: name ?? type, description })),
    turns: system.length === 0 ? turns : [{ role: 'system', blocks: system }, ...turns],
  };
}

/** Everything that can be read in the blocks, for a comparison or the clipboard. */
export function plainText(blocks: readonly ContentBlock[]): string {
  return blocks
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n\n');
}

function textOf(block: ContentBlock): string {
  switch (block.kind) {
    case 'text':
    case 'thinking':
      return block.text;
    case 'tool-use':
      return `${block.name} ${block.input}`;
    case 'tool-result':
      return plainText(block.blocks);
    case 'other':
      return block.json;
    case 'media':
      return '';
  }
}
