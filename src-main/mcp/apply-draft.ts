/** Turns what was entered, as a form or as JSON, into the entry to write. Keys that a form does not know are kept as they are. */

import { isDeepStrictEqual } from 'node:util';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { AppError } from '../../src-shared/app-error.ts';
import { mcpProblemWords } from '../../src-shared/mcp-problem-words.ts';
import { type McpConfig, type McpDraft, type McpProblem, mcpConfigSchema } from '../../src-shared/schemas/mcp.ts';
import { entrySchema, HTTP_TYPES, type McpEntry, readEntry } from './entry.ts';
import { maskEntry, unmaskEntry } from './mask-entry.ts';
import { needsWrapping, wrapped } from './windows-wrap.ts';

export interface DraftOptions {
  readonly isWindows: boolean;
}

/**
 * @param stored What masks in the draft stand for and what its other keys are kept from; undefined: nothing.
 * @throws CONFIG_INVALID with the field inside the draft (`url`, `env.NAME`, `text`).
 */
export function applyDraft(stored: unknown, draft: McpDraft, options: DraftOptions): McpEntry {
  const entry = draft.kind === 'form' ? fromForm(stored, draft.config, options) : fromJson(stored, draft.text);
  const { problem } = readEntry(entry);
  if (problem !== null) throw new AppError('CONFIG_INVALID', mcpProblemWords(problem), { field: fieldOf(problem, draft.kind) });
  return entry;
}

/** A new entry, in the form in which `claude mcp add` writes it. */
export function newEntry(config: McpConfig, options: DraftOptions): McpEntry {
  return fromForm(undefined, config, options);
}

function fromForm(stored: unknown, entered: McpConfig, { isWindows }: DraftOptions): McpEntry {
  const before = entrySchema.safeParse(stored).data ?? {};
  const shown = readEntry(before);
  const secrets = maskEntry({ ...before, ...shown.config }).secrets;
  const config = mcpConfigSchema.parse(unmaskEntry(entered, secrets));
  const { type, command, args, env, cwd, url, headers, ...others } = before;
  if (config.type !== 'stdio') {
    return {
      ...keyed('type', isSameType(type, config.type) ? type : config.type),
      url: config.url,
      ...(headers === undefined && Object.keys(config.headers).length === 0 ? {} : { headers: config.headers }),
      ...others,
    };
  }
  const wasStdio = command !== undefined;
  const given = { command: config.command, args: config.args };
  const keepsWrap = shown.isWrapped && shown.config?.type === 'stdio' && shown.config.command === config.command;
  const run = (isWindows && needsWrapping(config.command)) || keepsWrap ? wrapped(given) : given;
  return {
    ...(wasStdio && type === undefined ? {} : keyed('type', 'stdio')),
    command: run.command,
    ...(wasStdio && args === undefined && run.args.length === 0 ? {} : { args: run.args }),
    ...(wasStdio && env === undefined && Object.keys(config.env).length === 0 ? {} : { env: config.env }),
    ...keyed('cwd', config.cwd ?? undefined),
    ...others,
  };
}

function keyed(key: string, value: unknown): McpEntry {
  return value === undefined ? {} : { [key]: value };
}

function isSameType(stored: unknown, entered: 'http' | 'sse'): boolean {
  return typeof stored === 'string' && (stored === entered || (entered === 'http' && HTTP_TYPES.includes(stored)));
}

function fromJson(stored: unknown, text: string): McpEntry {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new AppError('CONFIG_INVALID', `no valid JSON: line ${line}: ${printParseErrorCode(first.error)}`, { field: 'text' });
  }
  const entry = entrySchema.safeParse(value);
  if (!entry.success || Array.isArray(value)) throw new AppError('CONFIG_INVALID', 'the entry must be an object { .. }', { field: 'text' });
  const restored = entrySchema.parse(unmaskEntry(entry.data, maskEntry(stored ?? {}).secrets));
  return isDeepStrictEqual(restored, stored) ? entrySchema.parse(stored) : restored;
}

const FIELD_OF: Partial<Record<McpProblem['code'], string>> = {
  'command-missing': 'command',
  'url-missing': 'url',
  'url-invalid': 'url',
};

function fieldOf(problem: McpProblem, kind: McpDraft['kind']): string {
  return kind === 'json' ? 'text' : (FIELD_OF[problem.code] ?? 'type');
}
