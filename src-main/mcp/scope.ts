/** Where a scope's servers stand on the disk, and which of two servers of one name wins. */
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpRef, McpScope } from '../../src-shared/schemas/mcp.ts';

/** A text that two scopes share only when they are the same. */
export function scopeKey(scope: McpScope): string {
  switch (scope.kind) {
    case 'user':
      return JSON.stringify(['user', resolve(scope.folder)]);
    case 'local':
      return JSON.stringify(['local', resolve(scope.folder), resolve(scope.project)]);
    case 'project':
      return JSON.stringify(['project', resolve(scope.project)]);
    default:
      return scope satisfies never;
  }
}

export function isSameRef(a: McpRef, b: McpRef): boolean {
  return a.name === b.name && scopeKey(a.scope) === scopeKey(b.scope);
}

export function projectFile(project: string): string {
  return join(project, '.mcp.json');
}

/** For people. */
export function scopeWords(scope: McpScope): string {
  switch (scope.kind) {
    case 'user':
      return `user scope (${scope.folder})`;
    case 'local':
      return `local scope of ${scope.project}`;
    case 'project':
      return `project scope of ${scope.project}`;
    default:
      return scope satisfies never;
  }
}

/** The client's order for one name: local before project before user (measured). */
const RANK = { local: 0, project: 1, user: 2 } as const;

/** The scope of `others` whose server of this name is used instead of the one in `scope`, where both apply; null: none. */
export function winnerOver(scope: McpScope, others: readonly McpScope[]): McpScope | null {
  const winners = others.filter((other) => RANK[other.kind] < RANK[scope.kind] && doMeet(scope, other));
  return winners.toSorted((a, b) => RANK[a.kind] - RANK[b.kind])[0] ?? null;
}

function doMeet(a: McpScope, b: McpScope): boolean {
  if (a.kind !== 'project' && b.kind !== 'project' && resolve(a.folder) !== resolve(b.folder)) return false;
  return a.kind === 'user' || b.kind === 'user' || resolve(a.project) === resolve(b.project);
}

export function checkProject(project: string): void {
  if (!isAbsolute(project)) throw new AppError('CONFIG_INVALID', `${project} is not the full path of a folder`, { field: 'scope.project' });
}
