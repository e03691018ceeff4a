/** What the options of `mcp ..` mean: which scope, which server, which fields. The schemas of src-shared check their content. */
import { resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpConfig, McpConfigRaw, McpOverview, McpScope, McpServer } from '../../src-shared/schemas/mcp.ts';
import { UsageError } from './usage-error.ts';

export interface McpPlaceOptions {
  readonly scope?: string;
  readonly project?: string;
  readonly folder?: string;
}

export interface McpFieldOptions {
  readonly transport?: string;
  readonly env?: readonly string[];
  readonly envStdin?: boolean;
  readonly header?: readonly string[];
  readonly headerStdin?: boolean;
  readonly cwd?: string;
}

const SCOPES: readonly string[] = ['user', 'local', 'project'] satisfies McpScope['kind'][];

export function projectOf({ project }: McpPlaceOptions): string {
  return resolve(project ?? '.');
}

/** @param fallback When no scope is named; null: one must be. */
export function scopeOf(options: McpPlaceOptions, { folders }: Pick<McpOverview, 'folders'>, fallback: McpScope['kind']): McpScope {
  const kind = options.scope ?? fallback;
  const folder = options.folder === undefined ? (folders[0]?.folder ?? '') : resolve(options.folder);
  if (kind === 'user') return { kind, folder };
  if (kind === 'local') return { kind, folder, project: projectOf(options) };
  if (kind === 'project') return { kind, project: projectOf(options) };
  throw unknownScope(kind);
}

function unknownScope(scope: string): UsageError {
  return new UsageError(`--scope ${scope} is not known – it is user, local or project`, '--scope');
}

/** The one server of this name that applies in the folder; `--scope` decides among several. @throws MCP_SERVER_NOT_FOUND */
export function serverNamed(name: string, options: McpPlaceOptions, overview: McpOverview): McpServer {
  if (options.scope !== undefined && !SCOPES.includes(options.scope)) throw unknownScope(options.scope);
  const folder = options.folder === undefined ? overview.folders[0]?.folder : resolve(options.folder);
  const project = projectOf(options);
  const found = overview.servers.filter(
    (server) =>
      server.name === name &&
      (options.scope === undefined || server.scope.kind === options.scope) &&
      (server.scope.kind === 'project' || server.scope.folder === folder) &&
      (server.scope.kind === 'user' || server.scope.project === project),
  );
  const [first, second] = found;
  if (first === undefined) throw new AppError('MCP_SERVER_NOT_FOUND', `there is no MCP server "${name}" here – ${whereElse(name, overview)}`);
  if (second !== undefined) {
    const kinds = found.map(({ scope }) => scope.kind).join(', ');
    throw new UsageError(`"${name}" is there in several scopes (${kinds}) – choose one with --scope`, '--scope');
  }
  return first;
}

function whereElse(name: string, { servers }: McpOverview): string {
  const other = servers.find((server) => server.name === name)?.scope;
  if (other === undefined) return '"code-proxy mcp list" shows all';
  return other.kind === 'user' ? `name its folder with --folder ${other.folder}` : `name its project with --project ${other.project}`;
}

/** The fields of a new server. @param target Command and arguments, or the URL. */
export async function newConfig(target: readonly string[], options: McpFieldOptions, readInput: () => Promise<string>): Promise<McpConfigRaw> {
  const [first = '', ...args] = target;
  const type = options.transport ?? (/^https?:\/\//i.test(first) ? 'http' : 'stdio');
  if (options.transport === undefined && type === 'stdio' && /^[a-z][a-z\d+.-]*:\/\//i.test(first)) {
    throw new UsageError(`${first} is no address of an MCP server – it must begin with http:// or https://`, 'target');
  }
  const { env, headers } = await pairsOf(options, readInput);
  if (type === 'stdio') return { type, command: first, args, env: put({}, env), ...(options.cwd === undefined ? {} : { cwd: resolve(options.cwd) }) };
  if (type === 'http' || type === 'sse') return { type, url: first, headers: put({}, headers) };
  throw new UsageError(`--transport ${type} is not known – it is stdio, http or sse`, '--transport');
}

/** What is not named stays; `--env NAME=` and `--header 'Name:'` take one out. */
export async function editedConfig(
  config: McpConfig,
  target: readonly string[],
  options: McpFieldOptions,
  readInput: () => Promise<string>,
): Promise<McpConfigRaw> {
  if (options.transport !== undefined && options.transport !== config.type && (options.transport === 'stdio' || config.type === 'stdio')) {
    if (target.length === 0) throw new UsageError('--transport needs the new command or URL as well', '--transport');
    return newConfig(target, options, readInput);
  }
  const { env, headers } = await pairsOf(options, readInput);
  const [first, ...args] = target;
  if (config.type === 'stdio') {
    const run = first === undefined ? {} : { command: first, args };
    return {
      ...config,
      ...run,
      env: put(config.env, env),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd === '' ? null : resolve(options.cwd) }),
    };
  }
  const type = options.transport === 'http' || options.transport === 'sse' ? options.transport : config.type;
  return { ...config, type, url: first ?? config.url, headers: put(config.headers, headers) };
}

type Pairs = readonly (readonly [string, string])[];

async function pairsOf(options: McpFieldOptions, readInput: () => Promise<string>): Promise<{ readonly env: Pairs; readonly headers: Pairs }> {
  if (options.envStdin === true && options.headerStdin === true) {
    throw new UsageError('--env-stdin and --header-stdin exclude each other – give one of them', '--env-stdin');
  }
  const lines = options.envStdin === true || options.headerStdin === true ? linesOf(await readInput()) : [];
  const env = [...(options.env ?? []), ...(options.envStdin === true ? lines : [])];
  const headers = [...(options.header ?? []), ...(options.headerStdin === true ? lines : [])];
  return { env: env.map((text) => pair(text, '=', '--env NAME=VALUE')), headers: headers.map((text) => pair(text, ':', "--header 'Name: value'")) };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** The error names no value: it may be a secret. */
export function pair(text: string, separator: '=' | ':', form: string): readonly [string, string] {
  const at = text.indexOf(separator);
  if (at < 1) throw new UsageError(`one of the values is not of the form ${form}`, form.split(' ')[0] ?? null);
  return [text.slice(0, at).trim(), separator === ':' ? text.slice(at + 1).trim() : text.slice(at + 1)];
}

function put(before: Readonly<Record<string, string>>, pairs: Pairs): Record<string, string> {
  const all = new Map([...Object.entries(before), ...pairs]);
  for (const [name, value] of pairs) if (value === '') all.delete(name);
  return Object.fromEntries(all);
}
