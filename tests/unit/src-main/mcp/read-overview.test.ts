import { describe, expect, it } from 'vitest';
import { approvalOf } from '../../../../src-main/mcp/approvals.ts';
import { winnerOver } from '../../../../src-main/mcp/scope.ts';
import { projectKey } from '../../../../src-main/mcp/server-files.ts';
import { acceptableName, freeName } from '../../../../src-main/mcp/server-names.ts';
import { serverView } from '../../../../src-main/mcp/server-view.ts';
import { mcpNameSchema, mcpOverviewSchema } from '../../../../src-shared/schemas/mcp.ts';
import { McpRig } from '../../../support/mcp-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const entry = { type: 'http', url: 'https://h/mcp' };

describe('the overview', () => {
  it('shows all scopes, what wins, and what the user said about a project file', async () => {
    const home = await tempFolder();
    const project = `${home}/work`;
    const rig = await McpRig.create(home, {
      mcpServers: { both: entry, alone: entry },
      projects: { [project]: { mcpServers: { both: entry }, enabledMcpjsonServers: ['yes'], disabledMcpjsonServers: ['no'] }, '/gone': {} },
    });
    await rig.write('work/.mcp.json', JSON.stringify({ mcpServers: { both: entry, yes: entry, no: entry } }));
    const overview = await rig.run().registry.list();
    expect(mcpOverviewSchema.parse(overview)).toEqual(overview);
    expect(overview.folders).toEqual([
      {
        folder: rig.folder.folder,
        isDefault: true,
        file: rig.folder.configFile,
        projects: [
          { project, exists: true },
          { project: '/gone', exists: false },
        ],
        problem: null,
      },
    ]);
    expect(overview.servers.map(({ scope, name, approval, shadowedBy }) => [scope.kind, name, approval, shadowedBy?.kind ?? null])).toEqual([
      ['user', 'both', null, 'local'],
      ['user', 'alone', null, null],
      ['local', 'both', null, null],
      ['project', 'both', 'pending', 'local'],
      ['project', 'yes', 'approved', null],
      ['project', 'no', 'rejected', null],
    ]);
  });

  it('names files that cannot be read, and shows the rest', async () => {
    const rig = await McpRig.create(await tempFolder(), { mcpServers: { a: entry } });
    await rig.write('work/.mcp.json', '{\n "mcpServers": {,}\n}');
    const overview = await rig.run().registry.list([rig.project]);
    expect(overview.servers).toHaveLength(1);
    expect(overview.brokenProjects).toMatchObject([{ project: rig.project, problem: { code: 'file-broken', values: { line: '2' } } }]);
    await rig.write('.claude.json', '[]');
    expect((await rig.run().registry.list()).folders).toMatchObject([{ problem: { code: 'file-broken', values: { line: '1' } } }]);
  });

  it('looks at a project that was named once, though Claude Code does not know it', async () => {
    const rig = await McpRig.create(await tempFolder());
    await rig.write('work/.mcp.json', JSON.stringify({ mcpServers: { a: entry } }));
    const { registry } = rig.run();
    expect((await registry.list()).servers).toEqual([]);
    expect((await registry.list([rig.project])).servers).toHaveLength(1);
    expect((await registry.list()).servers).toHaveLength(1);
    await expect(registry.list(['work'])).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('a server as it is shown', () => {
  const view = (value: unknown, environment = {}) =>
    serverView({ scope: { kind: 'user', folder: '/f' }, name: 'a', isEnabled: true, kept: { kind: 'entry', entry: value } }, environment);

  it('holds no secret in form, JSON or problem', () => {
    const shown = view({
      type: 'http',
      url: 'nonsense?token=hunter2',
      headers: { Authorization: 'Bearer hunter2' },
      oauth: { clientSecret: 'hunter2' },
    });
    expect(shown.problem).toMatchObject({ code: 'url-invalid' });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it('warns of variables that are set nowhere, and of inputs of other programs', () => {
    const value = { command: 'a', args: ['${HOME}', '${NOPE}', '${WITH:-default}'] };
    expect(view(value, { HOME: '/h' }).problem).toEqual({ code: 'variable-missing', values: { names: 'NOPE' } });
    expect(view(value, { HOME: '/h', NOPE: '' }).problem).toBeNull();
    expect(view({ command: 'a', env: { X: '${input:token}' } }).problem).toEqual({ code: 'input-missing', values: { ids: 'token' } });
  });
});

describe('approvals', () => {
  it('a no anywhere wins, a yes anywhere counts', () => {
    const settings = [{ enabledMcpjsonServers: ['a', 'b'] }, { disabledMcpjsonServers: ['b'] }, { enabledMcpjsonServers: 'nonsense' }];
    expect(['a', 'b', 'c'].map((name) => approvalOf(name, { project: {}, settings }))).toEqual(['approved', 'rejected', 'pending']);
    expect(approvalOf('c', { project: {}, settings: [{ enableAllProjectMcpServers: true }] })).toBe('approved');
  });
});

describe('which of two wins', () => {
  const user = { kind: 'user', folder: '/f' } as const;
  const local = { kind: 'local', folder: '/f', project: '/p' } as const;
  const project = { kind: 'project', project: '/p' } as const;

  it('local before project before user, where both apply', () => {
    expect(winnerOver(user, [project, local])).toEqual(local);
    expect(winnerOver(project, [user, local])).toEqual(local);
    expect(winnerOver(user, [project])).toEqual(project);
    expect(winnerOver(local, [user, project])).toBeNull();
    expect(winnerOver(project, [{ ...local, project: '/q' }])).toBeNull();
    expect(winnerOver(user, [{ ...local, folder: '/g' }])).toBeNull();
  });
});

describe('names', () => {
  it('finds free ones within the length', () => {
    expect(freeName('a', (name) => ['a', 'a-2'].includes(name))).toBe('a-3');
    expect(freeName('x'.repeat(70), (name) => name === 'x'.repeat(64))).toBe(`${'x'.repeat(62)}-2`);
  });

  it.each(['My Server', '@scope/pkg', '', '---', '__proto__', 'workspace', 'ünï', 'a'.repeat(99), 'constructor'])(
    'makes an acceptable one of "%s"',
    (name) => {
      expect(mcpNameSchema.parse(acceptableName(name))).toBe(acceptableName(name));
    },
  );

  it('finds a project as Claude Code wrote it, on Windows in any case and with either slash', () => {
    expect(projectKey({ '/a/b': {} }, '/a/b/', false)).toBe('/a/b');
    expect(projectKey({ '/A/b': {} }, '/a/b', true)).toBe('/A/b');
    expect(projectKey({}, '/a/b', false)).toBe('/a/b');
  });
});
