import { describe, expect, it } from 'vitest';
import { mcpCli } from '../../../../support/mcp-cli.ts';

describe('code-proxy mcp', () => {
  it('switches, clones and removes', async () => {
    const { rig, run } = await mcpCli({ mcpServers: { files: { command: 'node' } } });
    expect((await run(['disable', 'files'])).out).toBe('files disabled\n');
    expect(await rig.json()).toEqual({ mcpServers: {} });
    expect((await run(['clone', 'files', 'second'])).exitCode).toBe(0);
    await run(['enable', 'files']);
    await run(['remove', 'second']);
    expect(await rig.json()).toEqual({ mcpServers: { files: { command: 'node' } } });
    expect((await run(['list', '--json'])).out).not.toContain('second');
  });

  it('asks for the scope where a name is in several, and says when there is none', async () => {
    const { rig, run } = await mcpCli({ mcpServers: { a: { command: 'x' } } });
    await rig.write('work/.mcp.json', JSON.stringify({ mcpServers: { a: { command: 'y' } } }));
    expect(await run(['show', 'a', '--project', rig.project])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('choose one with --scope'),
    });
    expect((await run(['show', 'a', '--project', rig.project, '--scope', 'project'])).out).toContain('y');
    expect(await run(['show', 'nobody'])).toMatchObject({ exitCode: 1, err: expect.stringContaining('there is no MCP server "nobody" here') });
    expect((await run(['show', 'nobody', '--json'])).out).toContain('"MCP_SERVER_NOT_FOUND"');
    expect(await run(['show', 'a', '--scope', 'world'])).toMatchObject({ exitCode: 2, err: expect.stringContaining('user, local or project') });
    expect(await run(['list', '--scope', 'project'])).toMatchObject({ exitCode: 0 });
  });

  it('tests a server and ends with what came of it', async () => {
    const { run } = await mcpCli({ mcpServers: { files: { command: 'node' } } });
    const { out, exitCode } = await run(['test', 'files', '--timeout', '30s']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/files works: some-server 1\.0\.0, 12 ms\n {2}tools: read/);
  });
});
