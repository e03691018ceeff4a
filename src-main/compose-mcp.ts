/** Builds what keeps Claude Code's MCP servers, and what tests them. */
import { homedir } from 'node:os';
import type { McpService, McpTestService } from './admin/claude-files-ports.ts';
import { claudeFolders } from './claude-code/claude-folders.ts';
import { nodeFileOperations } from './claude-code/file-operations.ts';
import type { CoreData } from './compose-data.ts';
import { readOutbound } from './configuration/outbound-settings.ts';
import type { CoreContext } from './core-context.ts';
import { ServerImport } from './mcp/import-servers.ts';
import { KeptServers } from './mcp/kept-servers.ts';
import { McpRegistry } from './mcp/mcp-registry.ts';
import { mcpPresets } from './mcp/presets.ts';
import { resolveServer } from './mcp/resolve-server.ts';
import type { ResolveMcpServer } from './mcp/resolved-config.ts';
import { ServerFiles } from './mcp/server-files.ts';
import { ServerTests } from './mcp/server-tests.ts';

export interface McpParts {
  readonly mcp: McpService;
  readonly mcpTests: McpTestService;
}

export function openMcp(
  { options, clock, logger, feed, undo }: CoreContext,
  { settings, storage, secrets, claudeBackups, claudeTexts }: CoreData,
): McpParts {
  const { environment, version } = options;
  const files = nodeFileOperations;
  const isWindows = process.platform === 'win32';
  const folders = () => claudeFolders(environment, settings.current().claude.folders);
  const serverFiles = new ServerFiles({ folders, files, logger, isWindows, keep: claudeBackups.keep, texts: claudeTexts });
  const kept = new KeptServers({ store: storage.mcpServers, secrets, clock });
  const onChange = () => feed.publish({ type: 'mcp-changed' });
  const registry = new McpRegistry({ serverFiles, kept, files, environment, isWindows, logger, onChange });
  const places = { platform: process.platform, home: homedir(), environment };
  const imports = new ServerImport({ registry, files, places, environment, isWindows });
  const resolve: ResolveMcpServer = (target) => resolveServer(target, { registry, environment, isWindows });
  const outbound = async (url: string) => {
    const { proxyFor, extraCaPem } = (await readOutbound(settings.current().proxy, options.systemProxyFor)).outbound;
    return { proxyUrl: proxyFor(new URL(url)), extraCaPem };
  };
  const tests = new ServerTests({ resolve, outbound, version, clock, logger });
  undo.defer(() => tests.stop());
  return {
    mcp: {
      list: ({ projects }) => registry.list(projects),
      presets: mcpPresets,
      add: (input) => registry.add(input),
      edit: (input) => registry.edit(input),
      clone: (input) => registry.clone(input),
      remove: (ref) => registry.remove(ref),
      undoRemove: (undoId) => registry.undoRemove(undoId),
      setEnabled: (ref, isEnabled) => registry.setEnabled(ref, isEnabled),
      sources: () => imports.sources(),
      previewImport: (from, scope) => imports.preview(from, scope),
      importServers: (input) => imports.run(input),
    },
    mcpTests: tests,
  };
}
