import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConflictsInput, findConflicts } from '../../../../src-main/claude-code/claude-conflicts.ts';
import { claudeFolders } from '../../../../src-main/claude-code/claude-folders.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { managedDropIns, managedFile, managedFolders } from '../../../../src-main/claude-code/managed-settings.ts';
import { planEdit } from '../../../../src-main/claude-code/plan-edit.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const edits = planEdit({}, VALUES);
const ours = (key: string) => edits.find((edit) => edit.key === key)?.value;

async function rig() {
  const root = await tempFolder();
  const [folder] = claudeFolders({ CLAUDE_CONFIG_DIR: join(root, 'claude') }, []);
  if (folder === undefined) throw new Error('no folder');
  const managed = join(root, 'managed');
  const write = async (path: string, content: unknown) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const find = (more: Partial<ConflictsInput> = {}) =>
    findConflicts({ folder, environment: {}, platform: 'linux', files: nodeFileOperations, ours, managed: [managed], ...more });
  const project = async (name: string, content: unknown) => {
    const path = join(root, 'project');
    await write(folder.configFile, { projects: { [path]: {}, 'not absolute': {}, '/does/not/exist': {} } });
    const file = join(path, '.claude', name);
    await write(file, content);
    return file;
  };
  return { root, folder, managed, write, find, project };
}

describe('conflicts', () => {
  it('are none where there is nothing', async () => {
    const { find, write, folder } = await rig();
    expect(await find()).toEqual([]);
    await write(folder.settingsFile, { env: { ANTHROPIC_BASE_URL: VALUES.baseUrl, ANTHROPIC_AUTH_TOKEN: TOKEN } });
    expect(await find()).toEqual([]);
  });

  it('of the environment lose against settings.json, a key apart, which is sent as well', async () => {
    const { find } = await rig();
    const environment = {
      ANTHROPIC_BASE_URL: 'https://gw',
      API_TIMEOUT_MS: '600000',
      ANTHROPIC_API_KEY: 'sk-secret',
      ANTHROPIC_MODEL: 'mine',
      EMPTY: '',
    };
    const found = await find({ environment });
    expect(found).toEqual([
      { kind: 'api-key', effect: 'beside', key: 'ANTHROPIC_API_KEY', file: null },
      { kind: 'environment', effect: 'loses', key: 'ANTHROPIC_BASE_URL', file: null },
    ]);
    expect(JSON.stringify(found)).not.toContain('sk-secret');
  });

  it.each([
    [{ CLAUDE_CODE_USE_BEDROCK: '1' }, 'other-provider', 'CLAUDE_CODE_USE_BEDROCK'],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: 'example.com' }, 'outbound-proxy', 'HTTP_PROXY'],
  ])('lead away from the proxy, from the environment and from settings.json: %j', async (env, kind, key) => {
    const { find, write, folder } = await rig();
    expect(await find({ environment: env })).toEqual([{ kind, effect: 'wins', key, file: null }]);
    await write(folder.settingsFile, { env });
    expect(await find()).toEqual([{ kind, effect: 'wins', key, file: folder.settingsFile }]);
    expect(await find({ environment: env })).toHaveLength(1);
  });

  it.each([{ CLAUDE_CODE_USE_VERTEX: '0' }, { HTTP_PROXY: 'http://p', no_proxy: 'x,127.0.0.1' }, { HTTPS_PROXY: 'http://p' }])(
    'are not seen where nothing leads away: %j',
    async (environment) => {
      expect(await (await rig()).find({ environment })).toEqual([]);
    },
  );

  it('name the command that makes a key', async () => {
    const { find, write, folder } = await rig();
    await write(folder.settingsFile, { apiKeyHelper: 'echo sk' });
    expect(await find()).toEqual([{ kind: 'api-key-helper', effect: 'beside', key: 'apiKeyHelper', file: folder.settingsFile }]);
  });

  it.each(['settings.json', 'settings.local.json'])('of a project win, in its %s', async (name) => {
    const { find, project } = await rig();
    const env = { ANTHROPIC_BASE_URL: 'https://gw', ANTHROPIC_API_KEY: 'sk', API_TIMEOUT_MS: '600000', ANTHROPIC_MODEL: 'theirs', FOO: 'x' };
    const file = await project(name, { env, apiKeyHelper: 'make' });
    expect(await find()).toEqual([
      { kind: 'project', effect: 'wins', key: 'ANTHROPIC_BASE_URL', file },
      { kind: 'project', effect: 'beside', key: 'ANTHROPIC_API_KEY', file },
      { kind: 'api-key-helper', effect: 'beside', key: 'apiKeyHelper', file },
    ]);
  });

  it('of an administrator win, in the file and in the folder beside it', async () => {
    const { find, managed, write } = await rig();
    await write(managedFile(managed), { env: { ANTHROPIC_AUTH_TOKEN: 'corp' } });
    await write(join(managedDropIns(managed), '10-a.json'), { env: { CLAUDE_CODE_USE_FOUNDRY: 'true' } });
    await write(join(managedDropIns(managed), 'notes.txt'), '{');
    expect((await find()).map(({ kind, effect, key }) => [kind, effect, key])).toEqual([
      ['managed', 'wins', 'ANTHROPIC_AUTH_TOKEN'],
      ['managed', 'wins', 'CLAUDE_CODE_USE_FOUNDRY'],
    ]);
  });

  it('say which file cannot be read, and go on with the others', async () => {
    const { find, folder, write } = await rig();
    await write(folder.settingsFile, '{ "env": ');
    await write(folder.configFile, '[]');
    expect((await find({ environment: { ANTHROPIC_API_KEY: 'k' } })).map(({ kind, file }) => [kind, file])).toEqual([
      ['unreadable', folder.configFile],
      ['unreadable', folder.settingsFile],
      ['api-key', null],
    ]);
  });
});

describe('managed settings', () => {
  it('lie where each system has them', () => {
    expect(managedFolders('linux', {}).map(managedFile)).toEqual(['/etc/claude-code/managed-settings.json']);
    expect(managedFolders('darwin', {}).map(managedDropIns)).toEqual(['/Library/Application Support/ClaudeCode/managed-settings.d']);
    expect(managedFolders('win32', { ProgramFiles: 'D:\\Programs' }).map(managedFile)).toEqual([
      'D:\\Programs\\ClaudeCode\\managed-settings.json',
      'C:\\ProgramData\\ClaudeCode\\managed-settings.json',
    ]);
  });
});
