/** What knows MCP servers and tests them, with plain answers; tests replace what they are about. */
import type { AdminServices } from '../../src-main/admin/ports.ts';
import type { McpServer } from '../../src-shared/schemas/mcp.ts';

export function sampleMcpServer(changes: Partial<McpServer> = {}): McpServer {
  const config = { type: 'stdio', command: 'npx', args: ['-y', 'some-server'], env: { API_KEY: '••••••••' }, cwd: null } as const;
  return {
    scope: { kind: 'user', folder: '/home/user/.claude' },
    name: 'files',
    isEnabled: true,
    config: { ...config, args: [...config.args] },
    json: JSON.stringify(config, null, 2),
    otherKeys: [],
    isWrapped: false,
    problem: null,
    approval: null,
    shadowedBy: null,
    ...changes,
  };
}

export function fakeMcpService(): AdminServices['mcp'] {
  return {
    list: async () => ({
      folders: [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }],
      brokenProjects: [],
      servers: [sampleMcpServer()],
      isWindows: false,
    }),
    presets: () => [],
    add: async ({ scope, name, isEnabled }) => sampleMcpServer({ scope, name, isEnabled }),
    edit: async ({ ref, name, scope }) => sampleMcpServer({ scope: scope ?? ref.scope, name: name ?? ref.name }),
    clone: async ({ ref, name, scope }) => sampleMcpServer({ scope: scope ?? ref.scope, name: name ?? `${ref.name}-copy` }),
    remove: async () => ({ undoId: 'undo-1' }),
    undoRemove: async () => sampleMcpServer(),
    setEnabled: async ({ scope, name }, isEnabled) => sampleMcpServer({ scope, name, isEnabled }),
    sources: async () => [],
    previewImport: async () => ({ items: [] }),
    importServers: async ({ items }) => ({ added: items.map(({ name }) => name), replaced: [] }),
  };
}

export function fakeMcpTests(): AdminServices['mcpTests'] {
  return {
    run: async () => ({
      isOk: true,
      stage: 'done',
      error: null,
      server: { name: 'some-server', version: '1.0.0' },
      protocol: '2025-11-25',
      tools: [{ name: 'read', description: 'Reads a file' }],
      resources: [],
      prompts: [],
      cut: [],
      tookMs: 12,
      stderr: '',
    }),
    cancel: () => undefined,
  };
}
