import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

const scope = { kind: 'user', folder: '/home/user/.claude' } as const;
const ref = { scope, name: 'files' };

function setUp() {
  const { mcp, mcpTests } = fakeAdminServices();
  const spied = { ...mcp, add: vi.fn(mcp.add), edit: vi.fn(mcp.edit), importServers: vi.fn(mcp.importServers), setEnabled: vi.fn(mcp.setEnabled) };
  const tests = { run: vi.fn(mcpTests.run), cancel: vi.fn(mcpTests.cancel) };
  return { mcp: spied, tests, caller: createAdminRouter(fakeAdminServices({ mcp: spied, mcpTests: tests })).createCaller({}).mcp };
}

describe('MCP procedures', () => {
  it('hand on a checked server with what may be left out filled in', async () => {
    const { caller, mcp } = setUp();
    await caller.add({ scope, name: ' files ', draft: { kind: 'form', config: { type: 'stdio', command: 'npx' } } });
    const config = { type: 'stdio', command: 'npx', args: [], env: {}, cwd: null };
    expect(mcp.add).toHaveBeenCalledWith({ scope, name: 'files', draft: { kind: 'form', config }, isEnabled: true });
  });

  it.each(['', 'two words', 'ünïcode', '__proto__', 'constructor', 'a/b', 'a'.repeat(65)])(
    'refuse the name "%s" before any service sees it',
    async (name) => {
      const { caller, mcp } = setUp();
      const draft = { kind: 'form', config: { type: 'http', url: 'https://mcp.example.com' } } as const;
      await expect(caller.add({ scope, name, draft })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      await expect(caller.edit({ ref, name })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(mcp.add).not.toHaveBeenCalled();
      expect(mcp.edit).not.toHaveBeenCalled();
    },
  );

  it('reach a server by a name that could not be given today, so that it can be renamed or removed', async () => {
    const { caller, mcp } = setUp();
    await caller.edit({ ref: { scope, name: 'two words' }, name: 'two-words' });
    expect(mcp.edit).toHaveBeenCalledWith({ ref: { scope, name: 'two words' }, name: 'two-words' });
  });

  it('import what is chosen, replacing nothing unless told', async () => {
    const { caller, mcp } = setUp();
    const from = { kind: 'text', text: '{}' } as const;
    expect(await caller.importServers({ from, scope, items: [{ key: 'a', name: 'b' }] })).toEqual({ added: ['b'], replaced: [] });
    const items = [{ key: 'a', name: 'b', replace: false, isEnabled: true }];
    expect(mcp.importServers).toHaveBeenCalledWith({ from, scope, items, inputs: {} });
    await expect(caller.importServers({ from, scope, items: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('test a stored one or a draft, and give a test up', async () => {
    const { caller, tests } = setUp();
    expect(await caller.test({ id: 't1', target: { ref } })).toMatchObject({ isOk: true, tools: [{ name: 'read' }] });
    await caller.test({ id: 't2', target: { draft: { kind: 'json', text: '{}' }, scope } });
    expect(tests.run).toHaveBeenLastCalledWith({ id: 't2', target: { draft: { kind: 'json', text: '{}' }, scope, from: null }, timeoutMs: 15_000 });
    await caller.cancelTest({ id: 't2' });
    expect(tests.cancel).toHaveBeenCalledWith('t2');
  });

  it('list, clone, switch, remove and bring back', async () => {
    const { caller, mcp } = setUp();
    expect((await caller.list()).servers).toHaveLength(1);
    expect(await caller.presets()).toEqual([]);
    expect(await caller.sources()).toEqual([]);
    expect(await caller.clone({ ref })).toMatchObject({ name: 'files-copy' });
    expect(await caller.setEnabled({ ref, isEnabled: false })).toMatchObject({ isEnabled: false });
    expect(mcp.setEnabled).toHaveBeenCalledWith(ref, false);
    expect(await caller.remove({ ref })).toEqual({ undoId: 'undo-1' });
    expect(await caller.undoRemove({ undoId: 'undo-1' })).toMatchObject({ name: 'files' });
    expect(await caller.previewImport({ from: { kind: 'source', id: 'x' }, scope })).toEqual({ items: [] });
  });
});
