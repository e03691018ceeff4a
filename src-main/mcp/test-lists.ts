/** What a connected MCP server offers: tools, resources and prompts, page by page up to a limit. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ListPromptsResultSchema, ListResourcesResultSchema, ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { MCP_TEST_LIST_LIMIT, type McpTest } from '../../src-shared/schemas/mcp-test.ts';
import type { Redact } from './test-redaction.ts';

/** A server that invents a new cursor for ever is left after so many pages. */
const MAX_PAGES = 50;
const MAX_NAME_CHARACTERS = 200;
const MAX_DESCRIPTION_CHARACTERS = 600;

export type Offer = Pick<McpTest, 'tools' | 'resources' | 'prompts' | 'cut'>;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | undefined;
}

export const NO_OFFER: Offer = { tools: [], resources: [], prompts: [], cut: [] };

/** Asks only for what the server says it has. Rejects with what the server or the SDK says. */
export async function askForLists(client: Client, redact: Redact): Promise<Offer> {
  const has = client.getServerCapabilities() ?? {};
  const params = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });
  // Not client.listTools: it also compiles every output schema, and fails for one that Claude Code would never look at.
  const tools = await pages(has.tools !== undefined, async (cursor) => {
    const { tools: items, nextCursor } = await client.request({ method: 'tools/list', params: params(cursor) }, ListToolsResultSchema);
    return { items, nextCursor };
  });
  const resources = await pages(has.resources !== undefined, async (cursor) => {
    const { resources: items, nextCursor } = await client.request({ method: 'resources/list', params: params(cursor) }, ListResourcesResultSchema);
    return { items, nextCursor };
  });
  const prompts = await pages(has.prompts !== undefined, async (cursor) => {
    const { prompts: items, nextCursor } = await client.request({ method: 'prompts/list', params: params(cursor) }, ListPromptsResultSchema);
    return { items, nextCursor };
  });
  const named = ({ name, description }: { readonly name: string; readonly description?: string | undefined }) => ({
    name: shortened(redact(name), MAX_NAME_CHARACTERS),
    description: description === undefined ? null : shortened(redact(description), MAX_DESCRIPTION_CHARACTERS),
  });
  const lists = { tools, resources, prompts };
  return {
    tools: tools.items.map(named),
    resources: resources.items.map((item) => ({ ...named(item), uri: shortened(redact(item.uri), MAX_DESCRIPTION_CHARACTERS) })),
    prompts: prompts.items.map(named),
    cut: (['tools', 'resources', 'prompts'] as const).filter((name) => lists[name].isCut),
  };
}

async function pages<T>(isOffered: boolean, ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<{ items: readonly T[]; isCut: boolean }> {
  const items: T[] = [];
  if (!isOffered) return { items, isCut: false };
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items: more, nextCursor } = await ask(cursor);
    items.push(...more.slice(0, MCP_TEST_LIST_LIMIT - items.length));
    const isFull = items.length >= MCP_TEST_LIST_LIMIT;
    if (isFull) return { items, isCut: nextCursor !== undefined || more.length > items.length };
    // The same cursor again would bring the same page again.
    if (nextCursor === undefined || nextCursor === cursor) return { items, isCut: false };
    cursor = nextCursor;
  }
  return { items, isCut: true };
}

function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
