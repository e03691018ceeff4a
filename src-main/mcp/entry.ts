/** What an entry of `mcpServers` says, and what Claude Code would object to in it (measured with the client). */
import { z } from 'zod';
import { type McpConfig, type McpProblem, mcpConfigSchema } from '../../src-shared/schemas/mcp.ts';
import { isWrapped, unwrapped } from './windows-wrap.ts';

/** As it stands in the file, unknown keys included. */
export type McpEntry = Readonly<Record<string, unknown>>;

export const entrySchema = z.record(z.string(), z.unknown());

export interface ReadEntry {
  /** Without `cmd /c`. Null: there is no form for it. */
  readonly config: McpConfig | null;
  readonly otherKeys: readonly string[];
  readonly isWrapped: boolean;
  /** Why Claude Code would leave it out. */
  readonly problem: McpProblem | null;
}

/** Kinds that the client knows and that have no form here. */
const OTHER_TYPES = ['ws', 'sdk', 'sse-ide', 'ws-ide'];
/** The client takes both for the same. */
export const HTTP_TYPES = ['http', 'streamable-http'];

const textsSchema = z.array(z.string());
const namedTextsSchema = z.record(z.string(), z.string());

export function readEntry(value: unknown): ReadEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success || Array.isArray(value)) return broken('not-an-object');
  const entry = parsed.data;
  const { type } = entry;
  if (type === undefined && typeof entry.url === 'string' && entry.command === undefined)
    return broken('type-unknown', { type: '' }, Object.keys(entry));
  if (type === undefined || type === 'stdio') return readStdio(entry);
  if (typeof type === 'string' && (type === 'sse' || HTTP_TYPES.includes(type))) return readRemote(entry, type === 'sse' ? 'sse' : 'http');
  if (typeof type === 'string' && OTHER_TYPES.includes(type)) return { config: null, otherKeys: Object.keys(entry), isWrapped: false, problem: null };
  return broken('type-unknown', { type: typeof type === 'string' ? type : JSON.stringify(type) }, Object.keys(entry));
}

const STDIO_KEYS = ['type', 'command', 'args', 'env', 'cwd'];
const REMOTE_KEYS = ['type', 'url', 'headers'];

function readStdio(entry: McpEntry): ReadEntry {
  const otherKeys = Object.keys(entry).filter((key) => !STDIO_KEYS.includes(key));
  if (typeof entry.command !== 'string' || entry.command.trim() === '') return broken('command-missing', {}, otherKeys);
  const args = textsSchema.safeParse(entry.args ?? []);
  if (!args.success) return broken('key-invalid', { key: 'args' }, otherKeys);
  const env = namedTextsSchema.safeParse(entry.env ?? {});
  if (!env.success) return broken('key-invalid', { key: 'env' }, otherKeys);
  const command = { command: entry.command, args: args.data };
  const config = { type: 'stdio', ...unwrapped(command), env: env.data, cwd: typeof entry.cwd === 'string' ? entry.cwd : null };
  return formOf(config, { otherKeys, isWrapped: isWrapped(command) });
}

function readRemote(entry: McpEntry, type: 'http' | 'sse'): ReadEntry {
  const otherKeys = Object.keys(entry).filter((key) => !REMOTE_KEYS.includes(key));
  const { url } = entry;
  if (typeof url !== 'string' || url.trim() === '') return broken('url-missing', {}, otherKeys);
  const headers = namedTextsSchema.safeParse(entry.headers ?? {});
  if (!headers.success) return broken('key-invalid', { key: 'headers' }, otherKeys);
  const read = formOf({ type, url, headers: headers.data }, { otherKeys, isWrapped: false });
  return isUrl(url) ? read : { ...read, problem: { code: 'url-invalid', values: { url } } };
}

/** A variable may stand for any part of it. */
function isUrl(url: string): boolean {
  if (url.includes('${')) return true;
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === 'http:' || parsed.protocol === 'https:');
}

/** What is longer than a form takes has none, and no problem either. */
function formOf(config: unknown, rest: Pick<ReadEntry, 'otherKeys' | 'isWrapped'>): ReadEntry {
  const parsed = mcpConfigSchema.safeParse(config);
  return { ...rest, config: parsed.success ? parsed.data : null, problem: null };
}

function broken(code: McpProblem['code'], values: McpProblem['values'] = {}, otherKeys: readonly string[] = []): ReadEntry {
  return { config: null, otherKeys, isWrapped: false, problem: { code, values } };
}
