import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { resolveServer } from '../../../../src-main/mcp/resolve-server.ts';
import { mapConfig, missingVariables, withVariables } from '../../../../src-main/mcp/variables.ts';
import { form, McpRig } from '../../../support/mcp-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const SECRET = 'a-secret-of-the-user-0001';

async function setUp(content: unknown, options: { readonly isWindows?: boolean; readonly environment?: Readonly<Record<string, string>> } = {}) {
  const rig = await McpRig.create(await tempFolder(), content);
  const { registry } = rig.run(options);
  return {
    rig,
    registry,
    resolve: (target: Parameters<typeof resolveServer>[0]) => resolveServer(target, { registry, environment: {}, isWindows: false, ...options }),
  };
}

describe('resolveServer', () => {
  it('gives what Claude Code would start: secrets in clear, variables put in, in the folder of the session', async () => {
    const { rig, resolve } = await setUp(
      {
        mcpServers: {
          a: { command: 'node', args: ['${HOME}/x', '${NOPE}', '${NOPE:-d}'], env: { API_KEY: SECRET, T_TOKEN: '${TOKEN}' }, cwd: '/elsewhere' },
        },
      },
      { environment: { HOME: '/home/user', TOKEN: 'from-the-environment' } },
    );
    expect(await resolve({ ref: { scope: rig.user, name: 'a' } })).toEqual({
      config: {
        type: 'stdio',
        command: 'node',
        args: ['/home/user/x', '${NOPE}', 'd'],
        env: { API_KEY: SECRET, T_TOKEN: 'from-the-environment' },
        cwd: null,
      },
      folder: homedir(),
      secrets: [SECRET, 'from-the-environment'],
    });
  });

  it('finds one that is switched off, and starts one of a project there', async () => {
    const { rig, registry, resolve } = await setUp({});
    await registry.add({ scope: rig.shared, name: 'a', draft: form({ type: 'stdio', command: 'node' }), isEnabled: false });
    expect(await resolve({ ref: { scope: rig.shared, name: 'a' } })).toMatchObject({ folder: rig.project, config: { command: 'node' } });
    await expect(resolve({ ref: { scope: rig.user, name: 'a' } })).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
  });

  it('puts stored secrets behind the masks of a draft', async () => {
    const { rig, resolve } = await setUp({ mcpServers: { a: { type: 'http', url: 'https://h/', headers: { 'X-Key': SECRET } } } });
    const draft = form({ type: 'http', url: 'https://other/', headers: { 'X-Key': '••••••••0001' } });
    expect(await resolve({ draft, scope: rig.user, from: { scope: rig.user, name: 'a' } })).toMatchObject({
      config: { url: 'https://other/', headers: { 'X-Key': SECRET } },
      secrets: [SECRET],
    });
    await expect(resolve({ draft, scope: rig.user, from: null })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('wraps what Windows cannot start otherwise', async () => {
    const { rig, resolve } = await setUp({ mcpServers: { a: { command: 'npx', args: ['x'] } } }, { isWindows: true });
    expect(await resolve({ ref: { scope: rig.user, name: 'a' } })).toMatchObject({ config: { command: 'cmd', args: ['/c', 'npx', 'x'] } });
  });

  it.each([
    [{ command: 7 }, /no "command"/],
    [{ type: 'ws', url: 'ws://h' }, /cannot be tested here/],
    [{ command: 'a', args: ['${input:folder}'] }, /not filled in: folder/],
  ])('says why %j cannot be started', async (entry, message) => {
    const { rig, resolve } = await setUp({ mcpServers: { a: entry } });
    await expect(resolve({ ref: { scope: rig.user, name: 'a' } })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message),
    });
  });
});

describe('variables', () => {
  it('are put in everywhere but in names, once', () => {
    const { config } = form({ type: 'http', url: '${A}/${B:-b}', headers: { '${A}': '${A}' } });
    expect(withVariables(config, { A: '${B}' })).toEqual({ type: 'http', url: '${B}/b', headers: { '${A}': '${B}' } });
    expect(missingVariables(config, {})).toEqual(['A']);
    expect(mapConfig(form({ type: 'stdio', command: 'a', cwd: '/x' }).config, (value) => `${value}!`)).toEqual({
      type: 'stdio',
      command: 'a!',
      args: [],
      env: {},
      cwd: '/x!',
    });
  });
});
