import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { ServerImport } from '../../../../src-main/mcp/import-servers.ts';
import { findSources, sourcePlaces } from '../../../../src-main/mcp/import-sources.ts';
import { mcpImportPreviewSchema } from '../../../../src-shared/schemas/mcp.ts';
import { McpRig } from '../../../support/mcp-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const SECRET = 'a-secret-of-the-user-0001';

async function setUp(content: unknown = {}, isWindows = false) {
  const rig = await McpRig.create(await tempFolder(), content);
  const { registry } = rig.run({ isWindows });
  const places = { platform: 'linux', home: rig.home, environment: {} } as const;
  return { rig, imports: new ServerImport({ registry, files: nodeFileOperations, places, environment: {}, isWindows }) };
}

const text = (value: unknown) => ({ kind: 'text', text: JSON.stringify(value) }) as const;
const item = (key: string, name = key, replace = false) => ({ key, name, replace, isEnabled: true });

describe('the preview', () => {
  it('shows names that can be taken, conflicts, problems and open inputs, and no secret', async () => {
    const { rig, imports } = await setUp({ mcpServers: { taken: { command: 'mine' }, 'taken-2': { command: 'mine' } } });
    const from = text({
      mcpServers: {
        'My Server': { command: 'x', env: { API_KEY: SECRET } },
        'my server!': { command: 'y' },
        taken: { command: 'z', env: { T: '${input:t}' } },
        broken: { command: 7 },
      },
    });
    const preview = await imports.preview(from, rig.user);
    expect(mcpImportPreviewSchema.parse(preview)).toEqual(preview);
    expect(preview.items.map(({ key, name, isTaken, freeName, problem }) => [key, name, isTaken, freeName, problem?.code ?? null])).toEqual([
      ['My Server', 'My-Server', false, 'My-Server', null],
      ['my server!', 'my-server', false, 'my-server', null],
      ['taken', 'taken', true, 'taken-3', 'input-missing'],
      ['broken', 'broken', false, 'broken', 'command-missing'],
    ]);
    expect(JSON.stringify(preview)).not.toContain(SECRET);
  });
});

describe('importing', () => {
  it('writes all in one go, secrets and unknown keys with them', async () => {
    const { rig, imports } = await setUp({ mcpServers: { old: { command: 'mine', mark: 1 } } });
    const from = text({
      mcpServers: { a: { command: 'x', env: { API_KEY: SECRET }, timeout: 5 }, b: { url: 'https://h/${input:path}' }, old: { command: 'new' } },
    });
    const done = await imports.run({
      from,
      scope: rig.user,
      items: [item('a'), { ...item('b'), isEnabled: false }, item('old', 'old', true)],
      inputs: { path: 'mcp' },
    });
    expect(done).toEqual({ added: ['a', 'b'], replaced: ['old'] });
    expect(await rig.json()).toEqual({
      mcpServers: {
        old: { command: 'new', type: 'stdio', args: [], env: {} },
        a: { type: 'stdio', command: 'x', args: [], env: { API_KEY: SECRET }, timeout: 5 },
      },
    });
    expect([...rig.rows.values()].map(({ name }) => name)).toEqual(['b']);
  });

  it.each([
    ['a name that is taken', [item('a'), item('b', 'old')], 'MCP_NAME_TAKEN'],
    ['two of one name', [item('a', 'x'), item('b', 'x')], 'CONFIG_INVALID'],
    ['one that is not in it', [item('a'), item('c')], 'CONFIG_INVALID'],
    ['one that is broken', [item('a'), item('broken')], 'CONFIG_INVALID'],
    ['an input without a value', [item('a'), item('open')], 'CONFIG_INVALID'],
  ])('changes nothing for %s', async (_what, items, code) => {
    const { rig, imports } = await setUp({ mcpServers: { old: { command: 'mine' } } });
    const from = text({ mcpServers: { a: { command: 'x' }, b: { command: 'y' }, broken: 7, open: { command: '${input:z}' } } });
    await expect(imports.run({ from, scope: rig.user, items, inputs: {} })).rejects.toMatchObject({ code });
    expect(await rig.json()).toEqual({ mcpServers: { old: { command: 'mine' } } });
    expect(rig.rows.size).toBe(0);
  });

  it('takes the switched-off ones back as well when the file refuses', async () => {
    const { rig, imports } = await setUp('{ broken');
    const from = text({ a: { command: 'x' }, b: { command: 'y' } });
    await expect(imports.run({ from, scope: rig.user, items: [{ ...item('a'), isEnabled: false }, item('b')], inputs: {} })).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_BROKEN',
    });
    expect(rig.rows.size).toBe(0);
  });

  it('replaces one that is switched off', async () => {
    const { rig, imports } = await setUp();
    const off = { from: text({ a: { command: 'x' } }), scope: rig.user, items: [{ ...item('a'), isEnabled: false }], inputs: {} };
    await imports.run(off);
    expect(await imports.run({ ...off, from: text({ a: { command: 'y' } }), items: [item('a', 'a', true)] })).toEqual({ added: [], replaced: ['a'] });
    expect(rig.rows.size).toBe(0);
    expect(await rig.json()).toMatchObject({ mcpServers: { a: { command: 'y' } } });
  });

  it('wraps npx for Windows', async () => {
    const { rig, imports } = await setUp({}, true);
    await imports.run({ from: text({ a: { command: 'npx', args: ['x'] } }), scope: rig.user, items: [item('a')], inputs: {} });
    expect(await rig.json()).toMatchObject({ mcpServers: { a: { command: 'cmd', args: ['/c', 'npx', 'x'] } } });
  });
});

describe('sources', () => {
  it('are where the programs keep them on each system', () => {
    const files = (platform: NodeJS.Platform, environment = {}) => sourcePlaces({ platform, home: '/h', environment }).map(({ file }) => file);
    expect(files('darwin')).toContain(join('/h', 'Library', 'Application Support', 'Claude', 'claude_desktop_config.json'));
    expect(files('win32', { APPDATA: '/roaming' })).toContain(join('/roaming', 'Code', 'User', 'mcp.json'));
    expect(files('win32')).toContain(join('/h', 'AppData', 'Roaming', 'Claude', 'claude_desktop_config.json'));
    expect(files('linux')).toEqual(
      expect.arrayContaining([join('/h', '.config', 'Code', 'User', 'settings.json'), join('/h', '.cursor', 'mcp.json')]),
    );
    expect(files('linux', { XDG_CONFIG_HOME: '/x' })).toContain(join('/x', 'Claude', 'claude_desktop_config.json'));
  });

  it('are listed when they are there, broken ones too, settings.json only with servers in it', async () => {
    const { rig } = await setUp();
    await rig.write('.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    await rig.write('.config/Code/User/settings.json', '{"editor.fontSize":1}');
    await rig.write('.config/Claude/claude_desktop_config.json', '{ broken');
    const found = await findSources(sourcePlaces({ platform: 'linux', home: rig.home, environment: {} }), nodeFileOperations);
    expect(found.map(({ program, serverCount }) => [program, serverCount])).toEqual([
      ['claude-desktop', 0],
      ['cursor', 1],
    ]);
  });

  it('are the only files that can be read', async () => {
    const { rig, imports } = await setUp();
    await rig.write('secret.json', '{"a":{"command":"x"}}');
    await expect(imports.preview({ kind: 'source', id: join(rig.home, 'secret.json') }, rig.user)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      field: 'from.id',
    });
    await rig.write('.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    const [source] = await imports.sources();
    expect((await imports.preview({ kind: 'source', id: source?.id ?? '' }, rig.user)).items).toMatchObject([{ name: 'a' }]);
  });
});
