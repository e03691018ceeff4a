/** The test of an MCP server: what is asked, and what came of really starting or reaching it. */
import { z } from 'zod';
import { mcpDraftSchema, mcpRefSchema, mcpScopeSchema } from './mcp.ts';

export const mcpTestTargetSchema = z.union([
  z.object({ ref: mcpRefSchema }),
  /** Not stored yet. `from`: the stored one that masks in it stand for. `scope` says in which folder it is started. */
  z.object({ draft: mcpDraftSchema, scope: mcpScopeSchema, from: mcpRefSchema.nullable().default(null) }),
]);
export type McpTestTarget = z.infer<typeof mcpTestTargetSchema>;

/** `id` is the caller's, for `cancelTest`. */
export const mcpTestInputSchema = z.object({ id: z.string().min(1).max(64), target: mcpTestTargetSchema });
export type McpTestInput = z.infer<typeof mcpTestInputSchema>;
export const mcpTestIdSchema = z.object({ id: z.string().min(1).max(64) });

/** How far it came. */
export const MCP_TEST_STAGES = ['configuration', 'start', 'connect', 'initialize', 'list', 'done'] as const;

export const MCP_TEST_ERROR_CODES = [
  /** The entry is broken, or a variable or input in it is not set. */
  'config-invalid',
  'program-not-found',
  'program-ended',
  'unreachable',
  'tls',
  'unauthorized',
  /** Another status than 2xx. values: status */
  'http-status',
  'not-mcp',
  'timed-out',
  'cancelled',
  'other',
] as const;

const namedSchema = z.object({ name: z.string(), description: z.string().nullable() });

export const mcpTestSchema = z.object({
  isOk: z.boolean(),
  stage: z.enum(MCP_TEST_STAGES),
  /** Null when it is ok. `message` is in English and without secrets. */
  error: z.object({ code: z.enum(MCP_TEST_ERROR_CODES), message: z.string(), values: z.record(z.string(), z.string()) }).nullable(),
  server: z.object({ name: z.string(), version: z.string() }).nullable(),
  /** Of the MCP specification, for example `2025-11-25`. */
  protocol: z.string().nullable(),
  tools: z.array(namedSchema),
  resources: z.array(namedSchema.extend({ uri: z.string() })),
  prompts: z.array(namedSchema),
  tookMs: z.number(),
  /** The last lines a stdio server wrote to stderr, secrets taken out. */
  stderr: z.string(),
});
export type McpTest = z.infer<typeof mcpTestSchema>;
