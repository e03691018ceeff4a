import { describe, expect, it } from 'vitest';
import { commandLineOf, groupServers, NO_FILTER, placesIn } from '../../../../../src-renderer/state/mcp/server-groups.ts';
import { scopeKey, serverKey } from '../../../../../src-renderer/state/mcp/server-key.ts';
import type { McpOverview, McpScope } from '../../../../../src-shared/schemas/mcp.ts';
import { sampleMcpServer } from '../../../../support/mcp-double.ts';

const user: McpScope = { kind: 'user', folder: '/home/user/.claude' };
const local: McpScope = { kind: 'local', folder: '/home/user/.claude', project: '/projects/a' };
const project: McpScope = { kind: 'project', project: '/projects/a' };
const other: McpScope = { kind: 'project', project: '/projects/b' };

const overview: McpOverview = {
  folders: [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }],
  brokenProjects: [],
  servers: [
    sampleMcpServer({ scope: other, name: 'beta' }),
    sampleMcpServer({ scope: project, name: 'shared' }),
    sampleMcpServer({ scope: user, name: 'files' }),
    sampleMcpServer({ scope: local, name: 'db', config: { type: 'http', url: 'https://db.example/mcp', headers: {} } }),
    sampleMcpServer({ scope: user, name: 'broken', config: null }),
  ],
  isWindows: false,
};
const namesBy = (filter: Partial<typeof NO_FILTER>) =>
  groupServers(overview, { ...NO_FILTER, ...filter }).map(({ scope, servers }) => [scope.kind, ...servers.map(({ name }) => name)]);

describe('groupServers', () => {
  it('puts what is for every project first, then one group for each project', () => {
    expect(namesBy({})).toEqual([
      ['user', 'files', 'broken'],
      ['local', 'db'],
      ['project', 'shared'],
      ['project', 'beta'],
    ]);
    expect(groupServers(overview, NO_FILTER).map(({ file }) => file)).toEqual(['/home/user/.claude.json', '/home/user/.claude.json', null, null]);
  });

  it('finds by name, command, URL and folder, all words at once', () => {
    expect(namesBy({ search: 'FILES' })).toEqual([['user', 'files']]);
    expect(namesBy({ search: 'db.example' })).toEqual([['local', 'db']]);
    expect(namesBy({ search: '/projects/b npx' })).toEqual([['project', 'beta']]);
    expect(namesBy({ search: 'nothing of the kind' })).toEqual([]);
  });

  it('keeps to a scope, and to a folder or project', () => {
    expect(namesBy({ kind: 'project' })).toEqual([
      ['project', 'shared'],
      ['project', 'beta'],
    ]);
    expect(namesBy({ place: '/projects/a' })).toEqual([
      ['local', 'db'],
      ['project', 'shared'],
    ]);
    expect(placesIn(overview)).toEqual(['/home/user/.claude', '/projects/a', '/projects/b']);
  });
});

it('shows a command as one line, with quotes only where they are needed', () => {
  const config = { type: 'stdio', command: 'npx', args: ['-y', 'two words', ''], env: {}, cwd: null } as const;
  expect(commandLineOf({ config: { ...config, args: [...config.args] } })).toBe('npx -y "two words" ""');
  expect(commandLineOf({ config: null })).toBe('');
});

it('tells servers of the same name apart by their scope', () => {
  const keys = [user, local, project, other].map((scope) => serverKey({ scope, name: 'same' }));
  expect(new Set(keys).size).toBe(4);
  expect(scopeKey(project)).not.toBe(scopeKey({ kind: 'user', folder: '/projects/a' }));
});
