/** What tells MCP servers and their scopes apart on the page: one text for each, the same as long as nobody renames or moves it. */
import type { McpRef, McpScope } from '../../../src-shared/schemas/mcp.ts';

export function scopeKey(scope: McpScope): string {
  switch (scope.kind) {
    case 'user':
      return JSON.stringify(['user', scope.folder]);
    case 'local':
      return JSON.stringify(['local', scope.folder, scope.project]);
    case 'project':
      return JSON.stringify(['project', scope.project]);
  }
}

export function serverKey({ scope, name }: McpRef): string {
  return `${scopeKey(scope)} ${name}`;
}
