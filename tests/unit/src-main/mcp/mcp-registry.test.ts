import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeNameIn } from '../../../../src-main/mcp/settle-kept.ts';
import { SecretBox } from '../../../../src-main/platform/secret-box.ts';
import type { McpScope } from '../../../../src-shared/schemas/mcp.ts';
import { form, McpRig } from '../../../support/mcp-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const SECRET = 'a-secret-of-the-user-0001';
const FILES = { type: 'stdio', command: 'node', args: ['files.mjs'], env: { API_KEY: SECRET }, timeout: 7, 'x-note': { deep: [1] } };
const draft = form({ type: 'stdio', command: 'node', args: ['a.mjs'] });

const create = async (content?: unknown) => McpRig.create(await tempFolder(), content);
const withFiles = () => create({ numStartups: 3, mcpServers: { files: FILES, other: { command: 'other' } }, last: true });

describe('adding', () => {
  it('writes as claude mcp add does, into the place of each scope', async () => {
    const rig = await create();
    const { registry, changes } = rig.run();
    for (const scope of [rig.user, rig.local, rig.shared])
      expect(await registry.add({ scope, name: 'a', draft, isEnabled: true })).toMatchObject({ scope, name: 'a', isEnabled: true });
    const entry = { type: 'stdio', command: 'node', args: ['a.mjs'], env: {} };
    expect(await rig.json()).toEqual({ mcpServers: { a: entry }, projects: { [rig.project]: { mcpServers: { a: entry } } } });
    expect(await rig.json('work/.mcp.json')).toEqual({ mcpServers: { a: entry } });
    expect((await stat(join(rig.project, '.mcp.json'))).mode & 0o777).toBe(0o644);
    expect((await stat(rig.folder.configFile)).mode & 0o777).toBe(0o600);
    expect(changes()).toBe(3);
  });

  it('refuses a name that the scope has, switched on or off, and says which scope', async () => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const taken = { code: 'MCP_NAME_TAKEN', field: 'name', message: expect.stringContaining('user scope') };
    await expect(registry.add({ scope: rig.user, name: 'files', draft, isEnabled: true })).rejects.toMatchObject(taken);
    await registry.setEnabled({ scope: rig.user, name: 'files' }, false);
    await expect(registry.add({ scope: rig.user, name: 'files', draft, isEnabled: true })).rejects.toMatchObject(taken);
    await expect(registry.add({ scope: rig.user, name: 'files', draft, isEnabled: false })).rejects.toMatchObject(taken);
    await registry.add({ scope: rig.local, name: 'files', draft, isEnabled: true });
  });

  it('can begin switched off: no file is made then', async () => {
    const rig = await create();
    const { registry } = rig.run();
    expect(await registry.add({ scope: rig.user, name: 'a', draft, isEnabled: false })).toMatchObject({ isEnabled: false });
    expect(await readdir(rig.home)).toEqual(expect.not.arrayContaining(['.claude.json']));
  });

  it.each<[string, (rig: McpRig) => McpScope, string]>([
    ['a folder that is not in use', () => ({ kind: 'user', folder: '/elsewhere/.claude' }), 'scope.folder'],
    ['a relative project', () => ({ kind: 'project', project: 'work' }), 'scope.project'],
    ['a project that is not there', (rig) => ({ kind: 'project', project: join(rig.home, 'gone') }), 'scope.project'],
  ])('refuses %s', async (_what, scopeOf, field) => {
    const rig = await create();
    await expect(rig.run().registry.add({ scope: scopeOf(rig), name: 'a', draft, isEnabled: true })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      field,
    });
  });

  it('changes nothing in a file that cannot be read', async () => {
    const rig = await create('{ "mcpServers": {}, oops');
    await expect(rig.run().registry.add({ scope: rig.user, name: 'a', draft, isEnabled: true })).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_BROKEN',
    });
    expect(await rig.text()).toBe('{ "mcpServers": {}, oops');
  });
});

describe('editing', () => {
  it('changes only what differs, character for character', async () => {
    const text = '{\r\n\t"mcpServers": {"files": {"command":"node",  "timeout": 1.50, "env":{"A_KEY":"s1","B":"x"}}}, // mine\r\n\t"z": 1e3\r\n}';
    const rig = await create(text);
    const ref = { scope: rig.user, name: 'files' };
    const edited = await rig.run().registry.edit({ ref, draft: form({ type: 'stdio', command: 'deno', env: { A_KEY: '••••••••', B: 'y' } }) });
    expect(await rig.text()).toBe(text.replace('"node"', '"deno"').replace('"x"', '"y"'));
    expect(edited).toMatchObject({ config: { command: 'deno', env: { A_KEY: '••••••••', B: 'y' } }, otherKeys: ['timeout'] });
  });

  it('renames in one write, with everything that belongs to it', async () => {
    const rig = await withFiles();
    await rig.run().registry.edit({ ref: { scope: rig.user, name: 'files' }, name: 'documents' });
    expect(await rig.json()).toEqual({ numStartups: 3, mcpServers: { other: { command: 'other' }, documents: FILES }, last: true });
  });

  it.each(['switched on', 'switched off'])('moves one that is %s to another scope', async (state) => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    if (state === 'switched off') await registry.setEnabled(ref, false);
    await registry.edit({ ref, scope: rig.shared, name: 'shared' });
    expect(await rig.json()).toMatchObject({ mcpServers: { other: {} } });
    expect(await rig.text()).not.toContain('files.mjs');
    await registry.setEnabled({ scope: rig.shared, name: 'shared' }, true);
    expect(await rig.json('work/.mcp.json')).toEqual({ mcpServers: { shared: FILES } });
  });

  it('refuses a place that is taken, and one that is gone', async () => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    await expect(registry.edit({ ref, name: 'other' })).rejects.toMatchObject({ code: 'MCP_NAME_TAKEN' });
    await expect(registry.edit({ ref: { ...ref, name: 'nobody' }, draft })).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
    await expect(registry.edit({ ref: { ...ref, name: 'toString' }, draft })).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
  });

  it('mends one that the client would leave out, under a name that it would not take', async () => {
    const rig = await create({ mcpServers: { 'two words': { url: 'https://h/mcp' } } });
    const { registry } = rig.run();
    expect((await registry.list()).servers).toMatchObject([{ name: 'two words', config: null, problem: { code: 'type-unknown' } }]);
    await registry.edit({ ref: { scope: rig.user, name: 'two words' }, name: 'two-words', draft: form({ type: 'http', url: 'https://h/mcp' }) });
    expect((await registry.list()).servers).toMatchObject([{ name: 'two-words', problem: null }]);
  });
});

describe('switching off and on', () => {
  it('takes it out of the file, keeps it sealed, and puts it back with all its keys', async () => {
    const rig = await withFiles();
    const ref = { scope: rig.user, name: 'files' };
    expect(await rig.run().registry.setEnabled(ref, false)).toMatchObject({
      isEnabled: false,
      config: { command: 'node', env: { API_KEY: '••••••••0001' } },
    });
    expect(await rig.json()).toEqual({ numStartups: 3, mcpServers: { other: { command: 'other' } }, last: true });
    expect(JSON.stringify([...rig.rows.values()])).not.toContain(SECRET);
    // A new start knows it still.
    const { registry } = rig.run();
    expect((await registry.list()).servers.map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
      ['other', true],
      ['files', false],
    ]);
    expect(await registry.setEnabled(ref, true)).toMatchObject({ isEnabled: true });
    expect(await rig.json()).toEqual({ numStartups: 3, mcpServers: { other: { command: 'other' }, files: FILES }, last: true });
    expect(rig.rows.size).toBe(0);
  });

  it('does nothing when it is so already', async () => {
    const rig = await withFiles();
    const before = await rig.text();
    await rig.run().registry.setEnabled({ scope: rig.user, name: 'files' }, true);
    expect(await rig.text()).toBe(before);
  });

  it('edits what is switched off without touching the file', async () => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    await registry.setEnabled(ref, false);
    const before = await rig.text();
    await registry.edit({ ref, name: 'renamed', draft: form({ type: 'stdio', command: 'deno', env: { API_KEY: '••••••••0001' } }) });
    expect(await rig.text()).toBe(before);
    await registry.setEnabled({ ...ref, name: 'renamed' }, true);
    expect(await rig.json()).toMatchObject({ mcpServers: { renamed: { command: 'deno', env: { API_KEY: SECRET }, timeout: 7 } } });
  });

  it('keeps both when Claude Code got another one of that name meanwhile', async () => {
    const rig = await withFiles();
    const { registry, logger } = rig.run();
    await registry.setEnabled({ scope: rig.user, name: 'files' }, false);
    await rig.write('.claude.json', JSON.stringify({ mcpServers: { files: { command: 'theirs' } } }));
    expect((await registry.list()).servers.map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
      ['files', true],
      ['files-off', false],
    ]);
    expect(logger.lines).toHaveLength(1);
  });

  it('says so when the key to what is kept is another one, and hides nothing else', async () => {
    const rig = await withFiles();
    await rig.run().registry.setEnabled({ scope: rig.user, name: 'files' }, false);
    Object.assign(rig, { secrets: await SecretBox.open({ load: async () => Buffer.alloc(32, 9), create: async () => Buffer.alloc(32, 9) }) });
    const { registry } = rig.run();
    expect((await registry.list()).servers).toMatchObject([
      { name: 'other', problem: null },
      { name: 'files', problem: { code: 'kept-unreadable' } },
    ]);
    await expect(registry.setEnabled({ scope: rig.user, name: 'files' }, true)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    const { undoId } = await registry.remove({ scope: rig.user, name: 'files' });
    expect(rig.rows.size).toBe(0);
    // What cannot be read comes back as it was: its key may, too.
    expect(await registry.undoRemove(undoId)).toMatchObject({ name: 'files', isEnabled: false });
    expect(rig.rows.size).toBe(1);
  });
});

describe('cloning and removing', () => {
  it('makes a copy with a free name, with the secrets', async () => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    expect(await registry.clone({ ref })).toMatchObject({ name: 'files-copy' });
    expect(await registry.clone({ ref })).toMatchObject({ name: 'files-copy-2' });
    expect(await registry.clone({ ref, scope: rig.shared, name: 'files' })).toMatchObject({ scope: rig.shared });
    expect(await rig.json()).toMatchObject({ mcpServers: { files: FILES, 'files-copy': FILES, 'files-copy-2': FILES } });
    expect(await rig.json('work/.mcp.json')).toEqual({ mcpServers: { files: FILES } });
    await expect(registry.clone({ ref, name: 'other' })).rejects.toMatchObject({ code: 'MCP_NAME_TAKEN' });
  });

  it.each(['switched on', 'switched off'])('undoes the removal of one that was %s, once', async (state) => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    const isEnabled = state === 'switched on';
    await registry.setEnabled(ref, isEnabled);
    const { undoId } = await registry.remove(ref);
    expect((await registry.list()).servers.map(({ name }) => name)).toEqual(['other']);
    expect(await registry.undoRemove(undoId)).toMatchObject({ name: 'files', isEnabled });
    await registry.setEnabled(ref, true);
    expect(await rig.json()).toMatchObject({ mcpServers: { files: FILES } });
    await expect(registry.undoRemove(undoId)).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
    await expect(registry.remove({ ...ref, name: 'nobody' })).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
  });

  it('keeps the undo when the name was taken meanwhile', async () => {
    const rig = await withFiles();
    const { registry } = rig.run();
    const ref = { scope: rig.user, name: 'files' };
    const { undoId } = await registry.remove(ref);
    await registry.add({ ...ref, draft, isEnabled: true });
    await expect(registry.undoRemove(undoId)).rejects.toMatchObject({ code: 'MCP_NAME_TAKEN' });
    await registry.edit({ ref, name: 'new' });
    expect(await registry.undoRemove(undoId)).toMatchObject({ name: 'files' });
  });
});

describe('what free names are', () => {
  it('counts what is switched off', async () => {
    const rig = await withFiles();
    const run = rig.run();
    await run.registry.setEnabled({ scope: rig.user, name: 'files' }, false);
    expect(await freeNameIn(run, rig.user, 'files')).toBe('files-2');
    expect(await freeNameIn(run, rig.shared, 'files')).toBe('files');
  });
});

it('makes the Claude folder when it is missing, and says why when it cannot', async () => {
  const rig = await create();
  Object.assign(rig.folder, { configFile: join(rig.home, 'new', '.claude.json') });
  await rig.run().registry.add({ scope: rig.user, name: 'a', draft, isEnabled: true });
  expect(await rig.json('new/.claude.json')).toMatchObject({ mcpServers: { a: {} } });
  Object.assign(rig.folder, { configFile: join(rig.home, 'not', 'there', '.claude.json') });
  await expect(rig.run().registry.add({ scope: rig.user, name: 'a', draft, isEnabled: true })).rejects.toMatchObject({
    code: 'CLAUDE_SETTINGS_UNWRITABLE',
  });
});

it('uses the older .config.json inside the folder where Claude Code does', async () => {
  const rig = await create();
  await mkdir(rig.folder.folder, { recursive: true });
  await rig.write('.claude/.config.json', '{}');
  await rig.run().registry.add({ scope: rig.user, name: 'a', draft, isEnabled: true });
  expect(await rig.json('.claude/.config.json')).toMatchObject({ mcpServers: { a: {} } });
});
