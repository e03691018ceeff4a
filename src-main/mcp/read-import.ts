/**
 * Reads MCP servers out of a text: a whole file of some program, its `mcpServers` or `servers`, a single entry, or a line
 * `claude mcp add-json NAME '{..}'`. Comments, trailing commas and the fence of a code block in a README are fine.
 */
import { type ParseError, parse } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpInput } from '../../src-shared/schemas/mcp.ts';
import { foreignEntry, inputsOf } from './foreign-entry.ts';
import { objectOf, type Values } from './server-files.ts';

export interface ImportedEntry {
  /** As it was named there. */
  readonly key: string;
  /** In Claude Code's form; may still be broken. */
  readonly entry: unknown;
  /** False: the other program does not start it. Claude Code has no key for that, so the entry says nothing of it. */
  readonly isEnabled: boolean;
  readonly inputs: readonly McpInput[];
}

const ADD_JSON = /^\s*(?:\$\s*)?claude\s+mcp\s+add-json\s+([\s\S]*)$/;
const FENCED = /^```[\w-]*\r?\n([\s\S]*?)\r?\n?```$/;
const ENTRY_KEYS = ['command', 'url', 'serverUrl'];

const inputSchema = z.object({ id: z.string(), description: z.string().optional(), password: z.boolean().optional() });

/** @throws CONFIG_INVALID with the line, or when there is no server in it. */
export function readImport(text: string): readonly ImportedEntry[] {
  const [, line] = ADD_JSON.exec(text) ?? [];
  if (line !== undefined) return fromCommandLine(line);
  const values = objectOf(parsed(text));
  const found = serversIn(values);
  if (found === null) throw invalid('there is no MCP server in it: neither "mcpServers" nor "servers", and it is no entry with a "command" or "url"');
  return entriesOf(found.servers, found.inputs);
}

interface Found {
  readonly servers: Values;
  readonly inputs: readonly McpInput[];
}

function serversIn(values: Values): Found | null {
  const inputs = readInputs(values.inputs);
  if (isObject(values.mcpServers)) return { servers: objectOf(values.mcpServers), inputs };
  const inSettings = objectOf(values.mcp);
  if (isObject(inSettings.servers)) return { servers: objectOf(inSettings.servers), inputs: readInputs(inSettings.inputs) };
  if (isObject(values['mcp.servers'])) return { servers: objectOf(values['mcp.servers']), inputs };
  if (looksLikeEntry(values)) return { servers: { [nameFor(values)]: values }, inputs };
  if (isObject(values.servers)) return { servers: objectOf(values.servers), inputs };
  const all = Object.values(values);
  return all.length > 0 && all.every((value) => looksLikeEntry(objectOf(value))) ? { servers: values, inputs } : null;
}

function entriesOf(servers: Values, known: readonly McpInput[]): readonly ImportedEntry[] {
  return Object.entries(servers).map(([key, value]) => {
    const entry = foreignEntry(value);
    const { disabled, enabled } = objectOf(value);
    return { key, entry, isEnabled: disabled !== true && enabled !== false, inputs: inputsOf(entry, known) };
  });
}

function fromCommandLine(line: string): readonly ImportedEntry[] {
  const start = line.indexOf('{');
  const end = line.lastIndexOf('}');
  if (start < 0 || end < start) throw invalid('there is no JSON object in the line');
  const words = line
    .slice(0, start)
    .split(/\s+/)
    .map((word) => word.replaceAll(/["']/g, ''))
    .filter((word) => word !== '');
  const isValueOf = (index: number) => ['-s', '--scope', '-t', '--transport'].includes(words[index - 1] ?? '');
  const name = words.find((word, index) => !word.startsWith('-') && !isValueOf(index));
  // In a shell's double quotes the JSON's own quotes are escaped.
  const json = line.slice(start, end + 1);
  const entry = objectOf(parsed(line[start - 1] === '"' ? json.replaceAll('\\"', '"') : json));
  return entriesOf({ [name ?? nameFor(entry)]: entry }, []);
}

function parsed(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '').trim();
  const trimmed = FENCED.exec(bare)?.[1]?.trim() ?? bare;
  const attempt = (candidate: string) => {
    const errors: ParseError[] = [];
    const value: unknown = parse(candidate, errors, { allowTrailingComma: true });
    return { value, first: errors[0] };
  };
  const whole = attempt(trimmed);
  if (whole.first === undefined && isObject(whole.value)) return whole.value;
  // A piece out of a file: "name": { .. }
  const piece = trimmed.startsWith('"') ? attempt(`{${trimmed.replace(/,$/, '')}}`) : whole;
  if (piece.first === undefined && isObject(piece.value)) return piece.value;
  if (whole.first === undefined) throw invalid('the whole must be an object { .. }');
  const line = trimmed.slice(0, whole.first.offset).split('\n').length;
  throw invalid(`line ${line} is not valid JSON; paste a whole "mcpServers" object, or one entry of it with its braces`);
}

function readInputs(value: unknown): readonly McpInput[] {
  const list = z.array(z.unknown()).safeParse(value);
  return (list.data ?? []).flatMap((item) => {
    const input = inputSchema.safeParse(item);
    if (!input.success) return [];
    const { id, description = id, password = false } = input.data;
    return [{ id, label: description, isSecret: password }];
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function looksLikeEntry(values: Values): boolean {
  return ENTRY_KEYS.some((key) => typeof values[key] === 'string');
}

/** For an entry without a name: the package, the program or the host. */
function nameFor(entry: Values): string {
  const address = entry.url ?? entry.serverUrl;
  if (typeof address === 'string')
    return (
      URL.parse(address)
        ?.hostname.replace(/^(www|mcp|api)\./, '')
        .split('.')[0] ?? 'server'
    );
  const args = z.array(z.string()).safeParse(entry.args).data ?? [];
  const word = args.find((arg) => !arg.startsWith('-')) ?? String(entry.command);
  return (
    word
      .replace(/@[\w.^~-]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? 'server'
  );
}

function invalid(message: string): AppError {
  return new AppError('CONFIG_INVALID', message, { field: 'from.text' });
}
