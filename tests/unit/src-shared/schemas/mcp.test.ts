import { describe, expect, it } from 'vitest';
import { mcpConfigSchema, mcpImportSchema, mcpListInputSchema, mcpNameSchema, mcpScopeSchema } from '../../../../src-shared/schemas/mcp.ts';

describe('what may be entered for an MCP server', () => {
  // Those that the client 2.1.329 refused.
  it.each([
    'a b',
    'a.b',
    'ü',
    'a/b',
    '__proto__',
    'workspace',
    'computer-use',
    'claude-in-chrome',
    'webagent',
    'claude-code-remote',
    'Claude_Preview',
    '',
  ])('not the name "%s"', (name) => expect(mcpNameSchema.safeParse(name).success).toBe(false));

  it.each(['claude', 'ide', '-x', '1_-', 'a'.repeat(64)])('the name "%s"', (name) => expect(mcpNameSchema.parse(` ${name} `)).toBe(name));

  it('fills in what may be left out', () => {
    expect(mcpConfigSchema.parse({ type: 'stdio', command: ' node ' })).toEqual({ type: 'stdio', command: 'node', args: [], env: {}, cwd: null });
    expect(mcpConfigSchema.parse({ type: 'sse', url: 'https://h/' })).toEqual({ type: 'sse', url: 'https://h/', headers: {} });
    expect(mcpListInputSchema.parse(undefined)).toEqual({ projects: [] });
    const scope = { kind: 'user', folder: '/f' } as const;
    expect(mcpImportSchema.parse({ from: { kind: 'text', text: '{}' }, scope, items: [{ key: 'a', name: 'a' }] })).toMatchObject({
      items: [{ replace: false, isEnabled: true }],
      inputs: {},
    });
  });

  it.each([
    { type: 'stdio', command: ' ' },
    { type: 'stdio', command: 'x', env: { '': 'y' } },
    { type: 'http', url: '' },
    { type: 'ws', url: 'ws://h' },
    { type: 'stdio', command: 'x', cwd: '/a\n' },
  ])('not %j', (config) => expect(mcpConfigSchema.safeParse(config).success).toBe(false));

  it('needs what each scope is made of', () => {
    expect(mcpScopeSchema.safeParse({ kind: 'local', folder: '/f' }).success).toBe(false);
    expect(mcpScopeSchema.safeParse({ kind: 'project', project: '' }).success).toBe(false);
  });
});
