/** How a change of MCP servers is refused. */
import { AppError } from '../../src-shared/app-error.ts';
import type { McpRef } from '../../src-shared/schemas/mcp.ts';
import { scopeWords } from './scope.ts';

export function nameTaken({ scope, name }: McpRef): AppError {
  return new AppError('MCP_NAME_TAKEN', `the ${scopeWords(scope)} has an MCP server "${name}" already`, { field: 'name' });
}

export function notFound({ scope, name }: McpRef): AppError {
  return new AppError('MCP_SERVER_NOT_FOUND', `the ${scopeWords(scope)} has no MCP server "${name}"; "code-proxy mcp list" shows all`);
}

export function changedMeanwhile({ name }: McpRef): AppError {
  return new AppError('CLAUDE_SETTINGS_CHANGED_MEANWHILE', `the MCP server "${name}" was changed by another program just now. Try again.`, {
    repair: 'retry',
  });
}
