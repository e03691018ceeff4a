import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mcpCli } from '../../../../support/mcp-cli.ts';

const SECRET = 'a-secret-of-the-user-0001';

describe('code-proxy mcp import', () => {
  it('imports from a file, an existing name as it is told', async () => {
    const { rig, run } = await mcpCli({ mcpServers: { a: { command: 'mine' } } });
    await rig.write('other.json', JSON.stringify({ mcpServers: { a: { command: 'theirs' }, b: { url: 'https://h/mcp' }, broken: 7 } }));
    const file = join(rig.home, 'other.json');
    expect((await run(['import', file, '--dry-run'])).out).toMatch(/a +theirs +the name is taken\n/);
    expect((await run(['import', file])).out).toBe(
      'added b\nleft out a: the name is taken (--on-conflict rename or replace)\nleft out broken: the entry must be an object { .. }\n',
    );
    expect((await run(['import', file, '--json'])).out).toContain('"left": [');
    expect((await run(['import', file, '--only', 'a'])).out).toContain('Nothing was imported.\nleft out a');
    expect((await run(['import', file, '--on-conflict', 'rename', '--only', 'a'])).out).toBe('added a-2\n');
    expect((await run(['import', file, '--on-conflict', 'replace', '--only', 'a', '--json'])).out).toContain('"replaced": [\n    "a"');
    expect(await rig.json()).toMatchObject({ mcpServers: { a: { command: 'theirs' }, b: { type: 'http' }, 'a-2': { command: 'theirs' } } });
    expect((await run(['import', file, '--only', 'broken'])).exitCode).not.toBe(0);
  });

  it('imports from a program that is there, with what is to be filled in', async () => {
    const { rig, run } = await mcpCli();
    expect((await run(['import'])).out).toContain('No file of');
    expect(await run(['import', '--from', 'curser'])).toMatchObject({ exitCode: 2, err: expect.stringContaining('claude-desktop, cursor, ') });
    await rig.write(
      '.cursor/mcp.json',
      JSON.stringify({ mcpServers: { hub: { url: 'https://h/mcp', headers: { Authorization: 'Bearer ${input:token}' } } } }),
    );
    expect((await run(['import'])).out).toMatch(/cursor +1 +.*mcp\.json/);
    expect(await run(['import', '--from', 'cursor'])).toMatchObject({ exitCode: 2, err: expect.stringContaining('a value for "token" is needed') });
    await run(['import', '--from', 'cursor', '--input', `token=${SECRET}`, '--disabled']);
    expect((await run(['show', 'hub'])).out).toMatch(/state +off/);
  });
});
