/** What the relaying thread and the thread of MCP tests say to each other. */
import { z } from 'zod';
import { mcpConfigSchema } from '../../src-shared/schemas/mcp.ts';
import { mcpTestSchema } from '../../src-shared/schemas/mcp-test.ts';

export const testOrderSchema = z.object({
  /** Secrets in clear, variables put in. */
  config: mcpConfigSchema,
  /** Where a stdio server without a folder of its own is started. */
  folder: z.string(),
  /** Texts that may be shown nowhere. */
  secrets: z.array(z.string()),
  timeoutMs: z.number(),
  /** How Code Proxy introduces itself. */
  version: z.string(),
  /** Proxy that leads to the server's URL; null: none. */
  proxyUrl: z.string().nullable(),
  /** Further certificate authorities, PEM; null: none. */
  extraCaPem: z.string().nullable(),
});
export type TestOrder = z.infer<typeof testOrderSchema>;

export const toTestThreadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), id: z.number(), order: testOrderSchema }),
  z.object({ kind: z.literal('cancel'), id: z.number() }),
]);
export type ToTestThread = z.infer<typeof toTestThreadSchema>;

export const fromTestThreadSchema = z.object({ id: z.number(), result: mcpTestSchema });
export type FromTestThread = z.infer<typeof fromTestThreadSchema>;
