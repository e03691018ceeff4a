/** `code-proxy mcp ..` run in this process against a real registry over a home of its own. */
import { nodeFileOperations } from '../../src-main/claude-code/file-operations.ts';
import { ServerImport } from '../../src-main/mcp/import-servers.ts';
import { mcpPresets } from '../../src-main/mcp/presets.ts';
import { fakeAdminServices } from './admin-services.ts';
import { runCli } from './cli-run.ts';
import { McpRig } from './mcp-rig.ts';
import { useTempFolder } from './temp-folder.ts';

export async function mcpCli(content?: unknown) {
  const rig = await McpRig.create(await useTempFolder(), content);
  const { registry } = rig.run();
  const places = { platform: 'linux', home: rig.home, environment: {} } as const;
  const imports = new ServerImport({ registry, files: nodeFileOperations, places, environment: {}, isWindows: false });
  const { mcpTests } = fakeAdminServices();
  const services = fakeAdminServices({
    mcpTests,
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
  });
  const run = (args: readonly string[], stdin = '') => runCli(['mcp', ...args], { services, stdin });
  return { rig, run };
}
