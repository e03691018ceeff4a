/**
 * Finds what would keep Claude Code from the proxy, or send more than our token, although settings.json is ours. The order was measured:
 * managed settings, `--settings`, a project's settings, the user's settings.json, the environment. Values are never told.
 */
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { OUR_KEYS, pathOf } from '../../src-shared/claude-keys.ts';
import type { ClaudeConflict } from '../../src-shared/schemas/claude-settings.ts';
import type { ClaudeFolder } from './claude-folders.ts';
import type { FileOperations } from './file-operations.ts';
import { readJsonValues, valueAt } from './json-text.ts';
import { configFileOf } from './known-projects.ts';
import { isOurToken } from './known-values.ts';
import { managedDropIns, managedFile, managedFolders } from './managed-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, unknown>>;
type Found = ClaudeConflict;

export interface ConflictsInput {
  readonly folder: ClaudeFolder;
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  readonly files: Pick<FileOperations, 'info' | 'read'>;
  /** Of a dotted key: what we write into settings.json, or would; undefined: nothing. */
  readonly ours: (key: string) => unknown;
  /** Left out: those of the system. */
  readonly managed?: readonly string[];
}

/** Projects of .claude.json that are looked at: two files each. */
const MAX_PROJECTS = 50;

/** By these Claude Code talks to a cloud of its own and ignores the address. */
const OTHER_PROVIDERS = ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'];
const CREDENTIALS = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'];
const PROXIES = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

export async function findConflicts(input: ConflictsInput): Promise<readonly ClaudeConflict[]> {
  const { folder, environment, files } = input;
  const own = await valuesOf(files, folder.settingsFile);
  const lists = await Promise.all([
    managedConflicts(input),
    projectConflicts(input),
    own === 'unreadable' ? [unreadable(folder.settingsFile)] : inOwnFile(own, folder.settingsFile),
    inEnvironment(environment, input.ours, own === 'unreadable' ? {} : own),
  ]);
  return lists.flat();
}

/** Of our own variables all but the credentials are there because we or the user want them. */
function inOwnFile(values: Values, file: string): readonly Found[] {
  const env = envOf(values);
  return [
    ...helper(values, file),
    ...OTHER_PROVIDERS.filter((key) => isOn(env[key])).map((key): Found => ({ kind: 'other-provider', effect: 'wins', key, file })),
    ...proxyWithoutException(env, file),
  ];
}

function inEnvironment(environment: Environment, ours: ConflictsInput['ours'], own: Values): readonly Found[] {
  const inFile = envOf(own);
  const losing = OUR_KEYS.flatMap((key): readonly Found[] => {
    const value = environment[key];
    const wanted = ours(key);
    if (value === undefined || value === '' || key === 'ANTHROPIC_API_KEY' || wanted === undefined || value === wanted || isOurToken(value))
      return [];
    return [{ kind: 'environment', effect: 'loses', key, file: null }];
  });
  const hasKey = (environment.ANTHROPIC_API_KEY ?? '') !== '';
  return [
    ...OTHER_PROVIDERS.filter((key) => isOn(environment[key]) && inFile[key] === undefined).map(
      (key): Found => ({ kind: 'other-provider', effect: 'wins', key, file: null }),
    ),
    ...(hasKey ? [{ kind: 'api-key', effect: 'beside', key: 'ANTHROPIC_API_KEY', file: null } as const] : []),
    ...proxyWithoutException({ ...environment, ...inFile }, null).filter(({ key }) => inFile[key] === undefined),
    ...losing,
  ];
}

async function projectConflicts(input: ConflictsInput): Promise<readonly Found[]> {
  const { files, folder } = input;
  const configFile = await configFileOf(folder, files);
  const config = await valuesOf(files, configFile);
  if (config === 'unreadable') return [unreadable(configFile)];
  const projects = Object.keys(asObject(config.projects)).filter((path) => isAbsolute(path));
  const settings = projects
    .slice(-MAX_PROJECTS)
    .flatMap((path) => ['settings.json', 'settings.local.json'].map((name) => join(path, '.claude', name)))
    // The home folder may be a project too: its .claude/settings.json is the user's own.
    .filter((file) => file !== folder.settingsFile);
  const lists = await Promise.all(settings.map((file) => overriding(input, file, 'project')));
  return lists.flat();
}

async function managedConflicts(input: ConflictsInput): Promise<readonly Found[]> {
  const folders = input.managed ?? managedFolders(input.platform, input.environment);
  const dropIns = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(managedDropIns(folder)).catch((): readonly string[] => []);
      return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).map((name) => join(managedDropIns(folder), name));
    }),
  );
  const lists = await Promise.all([...folders.map(managedFile), ...dropIns.flat()].map((file) => overriding(input, file, 'managed')));
  return lists.flat();
}

/** What a file that wins over ours says otherwise. */
async function overriding({ files, ours }: ConflictsInput, file: string, kind: 'project' | 'managed'): Promise<readonly Found[]> {
  const values = await valuesOf(files, file);
  if (values === 'unreadable') return [unreadable(file)];
  const env = envOf(values);
  const differing = OUR_KEYS.flatMap((key): readonly Found[] => {
    const value = valueAt(values, pathOf(key));
    const wanted = ours(key);
    if (value === undefined || value === wanted || isOurToken(value)) return [];
    const isCredential = CREDENTIALS.includes(key);
    // What we do not write ourselves is nobody's business but the project's, credentials and the address apart.
    if (wanted === undefined && !isCredential && key !== 'ANTHROPIC_BASE_URL') return [];
    return [{ kind, effect: key === 'ANTHROPIC_API_KEY' ? 'beside' : 'wins', key, file }];
  });
  const other = OTHER_PROVIDERS.filter((key) => isOn(env[key])).map((key): Found => ({ kind, effect: 'wins', key, file }));
  return [...differing, ...other, ...helper(values, file)];
}

function helper(values: Values, file: string): readonly Found[] {
  const isSet = typeof values.apiKeyHelper === 'string' && values.apiKeyHelper !== '';
  return isSet ? [{ kind: 'api-key-helper', effect: 'beside', key: 'apiKeyHelper', file }] : [];
}

/** A proxy for http without an exception for this machine gets the requests instead of us, and the token with them. */
function proxyWithoutException(env: Values, file: string | null): readonly Found[] {
  const names = [env.NO_PROXY, env.no_proxy].filter((value) => typeof value === 'string').flatMap((value) => value.split(/[\s,]+/));
  if (names.some((name) => ['*', '127.0.0.1', '127.0.0.0/8', 'localhost'].includes(name))) return [];
  const key = PROXIES.find((name) => typeof env[name] === 'string' && env[name] !== '');
  return key === undefined ? [] : [{ kind: 'outbound-proxy', effect: 'wins', key, file }];
}

async function valuesOf(files: ConflictsInput['files'], file: string): Promise<Values | 'unreadable'> {
  try {
    const bytes = await files.read(file);
    return bytes === null || bytes.length === 0 ? {} : readJsonValues(bytes, file);
  } catch (error) {
    // Somebody else's folder is not a fault of the user's: only a broken file is worth a word.
    return error instanceof AppError ? 'unreadable' : {};
  }
}

function unreadable(file: string): Found {
  return { kind: 'unreadable', effect: 'wins', key: '', file };
}

function envOf(values: Values): Values {
  return asObject(values.env);
}

function asObject(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isOn(value: unknown): boolean {
  return value !== undefined && !['', '0', 'false'].includes(String(value).toLowerCase());
}
