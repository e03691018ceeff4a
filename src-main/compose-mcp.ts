/** Builds what keeps Claude Code's MCP servers, and what tests them. */
import { AppError } from '../src-shared/app-error.ts';
import type { McpService, McpTestService } from './admin/ports.ts';

export interface McpParts {
  readonly mcp: McpService;
  readonly mcpTests: McpTestService;
}

export function openMcp(): McpParts {
  const later = () => {
    throw new AppError('NOT_SUPPORTED_HERE', 'MCP servers cannot be changed here yet');
  };
  return {
    mcp: {
      list: later,
      presets: later,
      add: later,
      edit: later,
      clone: later,
      remove: later,
      undoRemove: later,
      setEnabled: later,
      sources: later,
      previewImport: later,
      importServers: later,
    },
    mcpTests: { run: later, cancel: later },
  };
}
