/** Which MCP servers the page shows, and under which headings: by scope, then by folder and project. Pure. */
import type { McpOverview, McpScope, McpScopeKind, McpServer } from '../../../src-shared/schemas/mcp.ts';
import { scopeKey } from './server-key.ts';

export interface ServerFilter {
  /** As typed; looked for in name, command line, URL and folder, whatever the case. */
  readonly search: string;
  readonly kind: McpScopeKind | 'all';
  /** A Claude folder or project; empty: all. */
  readonly place: string;
}

export const NO_FILTER: ServerFilter = { search: '', kind: 'all', place: '' };

export interface ServerGroup {
  readonly key: string;
  readonly scope: McpScope;
  /** The file that holds it; null: not known. */
  readonly file: string | null;
  readonly servers: readonly McpServer[];
}

const KINDS: readonly McpScopeKind[] = ['user', 'local', 'project'];

export function groupServers({ folders, servers }: McpOverview, filter: ServerFilter): readonly ServerGroup[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, { scope: McpScope; servers: McpServer[] }>();
  for (const server of servers) {
    const { scope } = server;
    if (filter.kind !== 'all' && scope.kind !== filter.kind) continue;
    if (filter.place !== '' && !placesOf(scope).includes(filter.place)) continue;
    if (!isFound(server, words)) continue;
    const key = scopeKey(scope);
    const group = groups.get(key) ?? { scope, servers: [] };
    group.servers.push(server);
    groups.set(key, group);
  }
  const fileOf = (scope: McpScope) => (scope.kind === 'project' ? null : (folders.find(({ folder }) => folder === scope.folder)?.file ?? null));
  const order = (scope: McpScope) => KINDS.indexOf(scope.kind);
  return [...groups]
    .map(([key, group]) => ({ key, file: fileOf(group.scope), ...group }))
    .toSorted((a, b) => order(a.scope) - order(b.scope) || placesOf(a.scope).join().localeCompare(placesOf(b.scope).join()));
}

/** The command as one line, or the URL; empty for an entry that is too broken to have one. */
export function commandLineOf({ config }: Pick<McpServer, 'config'>): string {
  if (config === null) return '';
  return config.type === 'stdio' ? [config.command, ...config.args].map(quotedIfNeeded).join(' ') : config.url;
}

/** Folders and projects to choose from, each once: those of the servers. */
export function placesIn({ servers }: McpOverview): readonly string[] {
  return [...new Set(servers.flatMap(({ scope }) => placesOf(scope)))].toSorted((a, b) => a.localeCompare(b));
}

function placesOf(scope: McpScope): readonly string[] {
  switch (scope.kind) {
    case 'user':
      return [scope.folder];
    case 'local':
      return [scope.folder, scope.project];
    case 'project':
      return [scope.project];
  }
}

function isFound(server: McpServer, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [server.name, commandLineOf(server), ...placesOf(server.scope)].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function quotedIfNeeded(argument: string): string {
  return argument === '' || /\s/.test(argument) ? JSON.stringify(argument) : argument;
}
