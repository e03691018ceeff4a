/**
 * Reads and changes the `mcpServers` of each scope in Claude Code's own files: .claude.json under the client's lock, .mcp.json as the
 * client does, without one. Every answer is read anew, since the client writes these files too.
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpScope } from '../../src-shared/schemas/mcp.ts';
import type { KeepBackup } from '../claude-code/claude-backups.ts';
import { ClaudeConfigFile } from '../claude-code/claude-config-file.ts';
import type { ClaudeFolder } from '../claude-code/claude-folders.ts';
import type { JsonEdit } from '../claude-code/edit-json.ts';
import type { FileOperations } from '../claude-code/file-operations.ts';
import { valueAt } from '../claude-code/json-text.ts';
import { configFileOf } from '../claude-code/known-projects.ts';
import { explained } from '../claude-code/replace-file.ts';
import type { TextWork } from '../claude-code/text-tasks.ts';
import type { Logger } from '../platform/logger.ts';
import { checkProject, projectFile } from './scope.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface ServerFilesOptions {
  /** Read anew for every answer: settings may add some. */
  readonly folders: () => readonly ClaudeFolder[];
  readonly files: FileOperations;
  readonly logger: Logger;
  readonly isWindows: boolean;
  /** Keeps a copy of a user's own file before each write; left out: none is kept. */
  readonly keep?: KeepBackup;
  /** Left out: on this thread. */
  readonly texts?: TextWork;
}

/** @returns Paths below the scope's `mcpServers`; null: leave everything. */
export type PlanServers = (servers: Values) => readonly JsonEdit[] | null;

/** The client's own mode for it: a project is shared. */
const PROJECT_FILE_MODE = 0o644;

const objectSchema = z.record(z.string(), z.unknown());

export class ServerFiles {
  readonly #options: ServerFilesOptions;
  readonly #opened = new Map<string, ClaudeConfigFile>();

  constructor(options: ServerFilesOptions) {
    this.#options = options;
  }

  folders(): readonly ClaudeFolder[] {
    return this.#options.folders();
  }

  configFile(folder: ClaudeFolder): Promise<string> {
    return configFileOf(folder, this.#options.files);
  }

  /** All of a folder's .claude.json. @throws CLAUDE_SETTINGS_BROKEN, _UNWRITABLE */
  async configValues(folder: ClaudeFolder): Promise<Values> {
    return this.#open(await this.configFile(folder), true).values();
  }

  /** A project's .mcp.json; empty when there is none. @throws CLAUDE_SETTINGS_BROKEN, _UNWRITABLE */
  projectValues(project: string): Promise<Values> {
    return this.#open(projectFile(resolve(project)), false).values();
  }

  /** By name, as they stand in the file. @throws CONFIG_INVALID for a scope that cannot be; CLAUDE_SETTINGS_BROKEN, _UNWRITABLE */
  async servers(scope: McpScope): Promise<Values> {
    const { file, hasLock } = await this.#fileOf(scope);
    const values = await this.#open(file, hasLock).values();
    return objectOf(structuredClone(valueAt(values, this.#pathIn(values, scope))));
  }

  /**
   * @param plan Sees what is in the file at that moment, and may be asked again; what it throws is passed on.
   * @returns Whether the plan was carried out; false when it said null.
   * @throws CONFIG_INVALID; CLAUDE_SETTINGS_BROKEN, _UNWRITABLE, _CHANGED_MEANWHILE; the file is then as it was.
   */
  async change(scope: McpScope, plan: PlanServers): Promise<boolean> {
    const { file, hasLock } = await this.#fileOf(scope);
    if (scope.kind === 'project') await refuseMissing(scope.project);
    else await explained(file, () => this.#options.files.makeFolder(dirname(file)));
    let isDone = false;
    await this.#open(file, hasLock).edit((values) => {
      const path = this.#pathIn(values, scope);
      // The reader of texts makes objects without a prototype, which are equal to no others.
      const edits = plan(objectOf(structuredClone(valueAt(values, path))));
      isDone = edits !== null;
      return (edits ?? []).map((edit) => ({ ...edit, path: [...path, ...edit.path] }));
    });
    return isDone;
  }

  async #fileOf(scope: McpScope): Promise<{ readonly file: string; readonly hasLock: boolean }> {
    if (scope.kind !== 'user') checkProject(scope.project);
    if (scope.kind === 'project') return { file: projectFile(resolve(scope.project)), hasLock: false };
    const folder = this.folders().find((candidate) => candidate.folder === resolve(scope.folder));
    if (folder === undefined)
      throw new AppError('CONFIG_INVALID', `${scope.folder} is not one of the Claude folders in use`, { field: 'scope.folder' });
    return { file: await this.configFile(folder), hasLock: true };
  }

  #pathIn(values: Values, scope: McpScope): readonly string[] {
    if (scope.kind !== 'local') return ['mcpServers'];
    return ['projects', projectKey(objectOf(values.projects), scope.project, this.#options.isWindows), 'mcpServers'];
  }

  /** One for each path: it holds the queue of changes. */
  #open(file: string, hasLock: boolean): ClaudeConfigFile {
    const { files, logger, keep, texts } = this.#options;
    const known = this.#opened.get(file);
    if (known !== undefined) return known;
    const opened = new ClaudeConfigFile({
      file,
      files,
      logger,
      hasLock,
      ...(texts === undefined ? {} : { texts }),
      // A project's file has its history elsewhere, and belongs to others too.
      ...(hasLock ? (keep === undefined ? {} : { keep }) : { newMode: PROJECT_FILE_MODE }),
    });
    this.#opened.set(file, opened);
    return opened;
  }
}

/** How the client names the project: as it is there already; else with forward slashes, on Windows too. */
export function projectKey(projects: Values, project: string, isWindows: boolean): string {
  if (Object.hasOwn(projects, project)) return project;
  const wanted = plainPath(project, isWindows);
  const known = Object.keys(projects).find((candidate) => plainPath(candidate, isWindows) === wanted);
  return known ?? (isWindows ? resolve(project).replaceAll('\\', '/') : resolve(project));
}

/** The same for two ways of writing one path. */
export function plainPath(path: string, isWindows: boolean): string {
  return isWindows ? resolve(path).replaceAll('\\', '/').toLowerCase() : resolve(path);
}

export function objectOf(value: unknown): Values {
  return Array.isArray(value) ? {} : (objectSchema.safeParse(value).data ?? {});
}

async function refuseMissing(project: string): Promise<void> {
  const found = await stat(project).catch(() => null);
  if (found?.isDirectory() !== true) throw new AppError('CONFIG_INVALID', `there is no folder ${project}`, { field: 'scope.project' });
}
