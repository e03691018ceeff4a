/** The test of an MCP server: what is asked, and what came of really starting or reaching it. */
import { z } from 'zod';
import { mcpDraftSchema, mcpRefSchema, mcpScopeSchema } from './mcp.ts';

export const mcpTestTargetSchema = z.union([
  z.object({ ref: mcpRefSchema }),
  /** Not stored yet. `from`: the stored one that masks in it stand for. `scope` says in which folder it is started. */
  z.object({ draft: mcpDraftSchema, scope: mcpScopeSchema, from: mcpRefSchema.nullable().default(null) }),
]);
export type McpTestTarget = z.infer<typeof mcpTestTargetSchema>;

/** For a server that answers at once; a first `npx` that downloads its package needs more. */
export const MCP_TEST_LIMIT_MS = 15_000;

/** `id` is the caller's, for `cancelTest`. */
export const mcpTestInputSchema = z.object({
  id: z.string().min(1).max(64),
  target: mcpTestTargetSchema,
  /** For all of it, ms. */
  timeoutMs: z.int().min(1_000, 'must be at least 1000').max(300_000, 'must be at most 300000').default(MCP_TEST_LIMIT_MS),
});
export type McpTestInput = z.infer<typeof mcpTestInputSchema>;
export const mcpTestIdSchema = z.object({ id: z.string().min(1).max(64) });

/** How far it came. */
export const MCP_TEST_STAGES = ['configuration', 'start', 'connect', 'initialize', 'list', 'done'] as const;

/** `detail` in values: what the system or the server said; may be empty. */
export const MCP_TEST_ERROR_CODES = [
  /** The entry is broken, or a variable or input in it is not set. values: detail */
  'config-invalid',
  /** values: folder */
  'folder-missing',
  /** values: program */
  'program-not-found',
  /** values: program, detail */
  'program-not-executable',
  /** values: code (a number, or the name of a signal), detail (what it wrote to stdout) */
  'program-ended',
  /** values: host */
  'dns',
  /** values: host */
  'refused',
  /** values: host, detail */
  'unreachable',
  /** values: host, detail */
  'tls',
  /** 401. values: host, detail; `hasHeader`: `yes` when the entry brings an Authorization header */
  'unauthorized',
  /** 403. values: host, detail */
  'forbidden',
  /** To another server, which clients do not follow. values: host, target */
  'redirected',
  /** Another status than 2xx. values: host, status, detail */
  'http-status',
  /** values: detail */
  'not-mcp',
  /** It answered with an error. values: detail */
  'server-error',
  'too-large',
  /** values: seconds, detail */
  'timed-out',
  'cancelled',
  /** values: detail */
  'other',
] as const;
export type McpTestErrorCode = (typeof MCP_TEST_ERROR_CODES)[number];

/** Of each list so many are asked for and shown. */
export const MCP_TEST_LIST_LIMIT = 500;

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
  /** Lists that are longer than what is in them here. */
  cut: z.array(z.enum(['tools', 'resources', 'prompts'])),
  tookMs: z.number(),
  /** The last lines a stdio server wrote to stderr, secrets taken out. */
  stderr: z.string(),
});
export type McpTest = z.infer<typeof mcpTestSchema>;
