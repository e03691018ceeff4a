/** Reads all MCP servers there are: of each Claude folder, of each project that Claude Code knows, and those that we keep. */
import { resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpOverview, McpProblem, McpScope, McpServer } from '../../src-shared/schemas/mcp.ts';
import type { ClaudeFolder } from '../claude-code/claude-folders.ts';
import type { FileOperations } from '../claude-code/file-operations.ts';
import { type ApprovalSources, approvalOf, settingsFor } from './approvals.ts';
import type { KeptServers } from './kept-servers.ts';
import { projectFile, winnerOver } from './scope.ts';
import { objectOf, plainPath, projectKey, type ServerFiles, type Values } from './server-files.ts';
import { type HeldServer, serverView } from './server-view.ts';
import type { Environment } from './variables.ts';

export interface OverviewParts {
  readonly serverFiles: ServerFiles;
  readonly files: FileOperations;
  readonly kept: KeptServers;
  readonly environment: Environment;
  readonly isWindows: boolean;
  /** Projects to look at beside those that Claude Code knows. */
  readonly projects: readonly string[];
}

const AT_ONCE = 8;

interface ReadFolder {
  readonly folder: ClaudeFolder;
  readonly file: string;
  readonly values: Values;
  readonly problem: McpProblem | null;
}

interface ReadProject {
  readonly project: string;
  readonly exists: boolean;
  readonly servers: Values;
  readonly problem: McpProblem | null;
}

export async function readOverview(parts: OverviewParts): Promise<McpOverview> {
  const { serverFiles, kept, environment, isWindows } = parts;
  const folders = await Promise.all(serverFiles.folders().map((folder) => readFolder(serverFiles, folder)));
  const known = folders.flatMap(({ values }) => Object.keys(objectOf(values.projects)));
  const kinds = kept.list().flatMap(({ scope }) => (scope.kind === 'user' ? [] : [scope.project]));
  const paths = [...new Set([...known, ...parts.projects, ...kinds].map((path) => resolve(path)))];
  const projects = await inTurns(paths, (project) => readProject(parts, project));
  const held = [
    ...folders.flatMap(serversOfFolder),
    ...projects.flatMap(serversOfProject),
    ...kept.list().map((row): HeldServer => ({ scope: row.scope, name: row.name, isEnabled: false, kept: kept.read(row) })),
  ];
  const sources = await approvalSources(parts, folders[0], projects);
  const views = held.map((server) => ({ ...serverView(server, environment), approval: approvalIn(server, sources) }));
  return {
    folders: folders.map((read) => ({
      folder: read.folder.folder,
      isDefault: read.folder.isDefault,
      file: read.file,
      projects: knownOf(read, projects, isWindows),
      problem: read.problem,
    })),
    brokenProjects: projects.flatMap(({ project, problem }) => (problem === null ? [] : [{ project, file: projectFile(project), problem }])),
    servers: views.map((server) => ({ ...server, shadowedBy: shadowOf(server, views) })),
    isWindows,
  };
}

/** Looked up, not searched: there may be hundreds. */
function knownOf({ values }: ReadFolder, projects: readonly ReadProject[], isWindows: boolean): McpOverview['folders'][number]['projects'] {
  const known = new Set(Object.keys(objectOf(values.projects)).map((path) => plainPath(path, isWindows)));
  return projects.filter(({ project }) => known.has(plainPath(project, isWindows))).map(({ project, exists }) => ({ project, exists }));
}

/** What is switched off shadows nothing. */
function shadowOf(server: McpServer, all: readonly McpServer[]): McpScope | null {
  const rivals = all.filter((other) => other !== server && other.name === server.name && other.isEnabled && other.approval !== 'rejected');
  return winnerOver(
    server.scope,
    rivals.map(({ scope }) => scope),
  );
}

/** A few at a time: the threads that look at the disk also look up host names for the relay. */
async function inTurns<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(task))));
  return results;
}

async function readFolder(serverFiles: ServerFiles, folder: ClaudeFolder): Promise<ReadFolder> {
  const file = await serverFiles.configFile(folder);
  try {
    return { folder, file, values: await serverFiles.configValues(folder), problem: null };
  } catch (error) {
    return { folder, file, values: {}, problem: fileProblem(file, error) };
  }
}

async function readProject({ serverFiles, files }: OverviewParts, project: string): Promise<ReadProject> {
  const exists = (await files.info(project).catch(() => null)) !== null;
  if (!exists) return { project, exists, servers: {}, problem: null };
  try {
    return { project, exists, servers: objectOf((await serverFiles.projectValues(project)).mcpServers), problem: null };
  } catch (error) {
    return { project, exists, servers: {}, problem: fileProblem(projectFile(project), error) };
  }
}

const LINE = /, line (\d+): (.*?)\. Correct it/;

function fileProblem(file: string, error: unknown): McpProblem {
  if (!(error instanceof AppError)) throw error;
  const [, line = '', reason = error.message] = LINE.exec(error.message) ?? [];
  return { code: 'file-broken', values: { file, line, reason } };
}

function serversOfFolder({ folder: { folder }, values }: ReadFolder): readonly HeldServer[] {
  const projects = Object.entries(objectOf(values.projects));
  return [
    ...inFile({ kind: 'user', folder }, objectOf(values.mcpServers)),
    ...projects.flatMap(([path, project]) => inFile({ kind: 'local', folder, project: resolve(path) }, objectOf(objectOf(project).mcpServers))),
  ];
}

function serversOfProject({ project, servers }: ReadProject): readonly HeldServer[] {
  return inFile({ kind: 'project', project }, servers);
}

function inFile(scope: McpScope, servers: Values): readonly HeldServer[] {
  return Object.entries(servers).map(([name, entry]) => ({ scope, name, isEnabled: true, kept: { kind: 'entry', entry } }));
}

/** By project; of the folder in use, since only that one's answers count for a session in our environment. */
async function approvalSources(
  { files, isWindows }: OverviewParts,
  first: ReadFolder | undefined,
  projects: readonly ReadProject[],
): Promise<ReadonlyMap<string, ApprovalSources>> {
  if (first === undefined) return new Map();
  const known = objectOf(first.values.projects);
  const shown = projects.filter(({ servers }) => Object.keys(servers).length > 0);
  const pairs = shown.map(
    async ({ project }): Promise<readonly [string, ApprovalSources]> => [
      project,
      { project: objectOf(known[projectKey(known, project, isWindows)]), settings: await settingsFor(project, first.folder.settingsFile, files) },
    ],
  );
  return new Map(await Promise.all(pairs));
}

function approvalIn({ scope, name, isEnabled }: HeldServer, sources: ReadonlyMap<string, ApprovalSources>): McpServer['approval'] {
  const found = scope.kind === 'project' && isEnabled ? sources.get(scope.project) : undefined;
  return found === undefined ? null : approvalOf(name, found);
}
