import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { ListPromptsRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, it, onTestFinished } from 'vitest';
import { askForLists } from '../../../../src-main/mcp/test-lists.ts';
import { secretRedaction } from '../../../../src-main/mcp/test-redaction.ts';
import { MCP_TEST_LIST_LIMIT } from '../../../../src-shared/schemas/mcp-test.ts';

const info = { name: 'x', version: '1' };

async function connected(prepare: (server: Server) => void): Promise<Client> {
  const server = new Server(info, { capabilities: { tools: {}, prompts: {} } });
  prepare(server);
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client(info);
  await Promise.all([server.connect(far), client.connect(near)]);
  onTestFinished(() => client.close());
  return client;
}

const tool = (name: string, description?: string) => ({
  name,
  inputSchema: { type: 'object' as const },
  ...(description === undefined ? {} : { description }),
});

it('goes from page to page, and asks only for what the server says it has', async () => {
  const cursors: unknown[] = [];
  const client = await connected((server) => {
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
      cursors.push(params?.cursor);
      return params?.cursor === undefined ? { tools: [tool('a')], nextCursor: 'more' } : { tools: [tool('b', 'with hunter2-hunter2')] };
    });
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [] }));
  });
  expect(await askForLists(client, secretRedaction(['hunter2-hunter2']))).toEqual({
    tools: [
      { name: 'a', description: null },
      { name: 'b', description: 'with [redacted]' },
    ],
    resources: [],
    prompts: [],
    cut: [],
  });
  expect(cursors).toEqual([undefined, 'more']);
});

it('stops at a cursor that leads back to the same page', async () => {
  const client = await connected((server) => {
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool('a')], nextCursor: 'same' }));
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [] }));
  });
  expect(await askForLists(client, secretRedaction([]))).toMatchObject({ tools: [{ name: 'a' }, { name: 'a' }], cut: [] });
});

it('cuts a list that is too long, and texts that are', async () => {
  const client = await connected((server) => {
    const tools = Array.from({ length: MCP_TEST_LIST_LIMIT + 1 }, () => tool('n'.repeat(500), 'd'.repeat(5_000)));
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [] }));
  });
  const offer = await askForLists(client, secretRedaction([]));
  expect(offer.tools).toHaveLength(MCP_TEST_LIST_LIMIT);
  expect(offer.cut).toEqual(['tools']);
  expect([offer.tools[0]?.name.length, offer.tools[0]?.description?.length]).toEqual([200, 600]);
});
