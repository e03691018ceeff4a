/**
 * The entry of an MCP server as JSON text: what is wrong with it and where, and how the form's values are put into it without
 * touching the keys that the form does not know. Pure.
 */
import { type ParseError, parse } from 'jsonc-parser';
import { z } from 'zod';
import { type McpConfig, mcpConfigSchema } from '../../../src-shared/schemas/mcp.ts';

export type JsonProblem =
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number }
  | { readonly kind: 'not-an-object' }
  | { readonly kind: 'type-unknown' }
  /** @param expected  A word of JSON: string, array, object, .. */
  | { readonly kind: 'type'; readonly field: string; readonly expected: string }
  | { readonly kind: 'field'; readonly field: string; readonly message: string };

export type ReadEntry =
  /** `config` is null for a kind that Claude Code knows and the form does not. */
  | { readonly isOk: true; readonly entry: Readonly<Record<string, unknown>>; readonly config: McpConfig | null }
  | { readonly isOk: false; readonly problems: readonly JsonProblem[] };

const entrySchema = z.record(z.string(), z.unknown());
/** Of the keys that we know. */
const KNOWN = ['type', 'command', 'args', 'env', 'cwd', 'url', 'headers'];
const TYPES: readonly unknown[] = ['stdio', 'http', 'sse'];
/** Kinds without a form. */
const OTHER_TYPES: readonly unknown[] = ['ws', 'sdk', 'sse-ide', 'ws-ide'];
const MAX_PROBLEMS = 5;

export function readEntry(text: string): ReadEntry {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowEmptyContent: false });
  const [first] = errors;
  if (first !== undefined) return { isOk: false, problems: [{ kind: 'syntax', ...placeOf(text, first.offset) }] };
  const entry = entrySchema.safeParse(value);
  if (!entry.success) return { isOk: false, problems: [{ kind: 'not-an-object' }] };
  // Claude Code takes an entry without a type for a program.
  const type = entry.data.type ?? 'stdio';
  if (OTHER_TYPES.includes(type)) return { isOk: true, entry: entry.data, config: null };
  if (!TYPES.includes(type) || (entry.data.type === undefined && 'url' in entry.data)) return { isOk: false, problems: [{ kind: 'type-unknown' }] };
  const config = mcpConfigSchema.safeParse({ ...entry.data, type, cwd: entry.data.cwd ?? null });
  if (config.success) return { isOk: true, entry: entry.data, config: config.data };
  return { isOk: false, problems: config.error.issues.slice(0, MAX_PROBLEMS).map(problemOf) };
}

/** The entry with the form's values in it, indented. `base` gives the keys that the form does not know. */
export function writeEntry(config: McpConfig, base: Readonly<Record<string, unknown>> = {}): string {
  const others = Object.fromEntries(Object.entries(base).filter(([key]) => !KNOWN.includes(key)));
  const known =
    config.type === 'stdio'
      ? { type: config.type, command: config.command, args: config.args, env: config.env, ...(config.cwd === null ? {} : { cwd: config.cwd }) }
      : { type: config.type, url: config.url, ...(Object.keys(config.headers).length === 0 ? {} : { headers: config.headers }) };
  return JSON.stringify({ ...known, ...others }, null, 2);
}

function problemOf(issue: z.core.$ZodIssue): JsonProblem {
  const field = issue.path.join('.');
  return issue.code === 'invalid_type' ? { kind: 'type', field, expected: issue.expected } : { kind: 'field', field, message: issue.message };
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
