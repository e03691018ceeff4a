import { describe, expect, it } from 'vitest';
import { mcpCli } from '../../../../support/mcp-cli.ts';

const SECRET = 'a-secret-of-the-user-0001';

describe('code-proxy mcp add, edit and clone', () => {
  it('adds a command after --, with variables from standard input, and shows no secret', async () => {
    const { rig, run } = await mcpCli();
    const added = await run(
      ['add', 'files', '--env', 'LOG=debug', '--env-stdin', '--', 'npx', '-y', 'some-server', '--root', '/x'],
      `API_KEY=${SECRET}\n# note\n`,
    );
    expect(added).toMatchObject({ exitCode: 0, out: 'files added (user scope)\n', err: '' });
    expect(await rig.json()).toEqual({
      mcpServers: { files: { type: 'stdio', command: 'npx', args: ['-y', 'some-server', '--root', '/x'], env: { LOG: 'debug', API_KEY: SECRET } } },
    });
    for (const args of [['list'], ['list', '--json'], ['show', 'files'], ['show', 'files', '--json']]) {
      const { out, exitCode } = await run(args);
      expect({ args, exitCode, holdsName: out.includes('files'), holdsSecret: out.includes(SECRET) }).toEqual({
        args,
        exitCode: 0,
        holdsName: true,
        holdsSecret: false,
      });
    }
    expect((await run(['list'])).out).toMatch(/files +on +user +npx -y some-server --root \/x/);
  });

  it('adds a URL to the project file, with a header', async () => {
    const { rig, run } = await mcpCli();
    await run(
      ['add', 'github', 'https://h/mcp', '--scope', 'project', '--project', rig.project, '--header-stdin'],
      `Authorization: Bearer ${SECRET}`,
    );
    expect(await rig.json('work/.mcp.json')).toEqual({
      mcpServers: { github: { type: 'http', url: 'https://h/mcp', headers: { Authorization: `Bearer ${SECRET}` } } },
    });
  });

  it('adds a preset once its inputs are given', async () => {
    const { rig, run } = await mcpCli();
    expect(await run(['add', 'hub', '--preset', 'github'])).toMatchObject({ exitCode: 2, err: expect.stringContaining('--input token=') });
    await run(['add', 'hub', '--preset', 'github', '--input-stdin'], `token=${SECRET}`);
    expect(await rig.json()).toMatchObject({ mcpServers: { hub: { type: 'http', headers: { Authorization: `Bearer ${SECRET}` } } } });
    expect((await run(['presets'])).out).toContain('context7');
  });

  it('edits what is named and keeps the rest, renames and moves', async () => {
    const { rig, run } = await mcpCli({ mcpServers: { files: { command: 'node', args: ['a'], env: { API_KEY: SECRET, OLD: '1' }, timeout: 5 } } });
    await run(['edit', 'files', '--env', 'NEW=2', '--env', 'OLD=']);
    expect(await rig.json()).toEqual({ mcpServers: { files: { command: 'node', args: ['a'], env: { API_KEY: SECRET, NEW: '2' }, timeout: 5 } } });
    await run(['edit', 'files', '--rename', 'docs', '--to', 'local', '--project', rig.project, '--', 'deno', 'run']);
    const entry = { command: 'deno', args: ['run'], env: { API_KEY: SECRET, NEW: '2' }, timeout: 5 };
    expect(await rig.json()).toEqual({ mcpServers: {}, projects: { [rig.project]: { mcpServers: { docs: entry } } } });
    await run(['edit', 'docs', '--project', rig.project, '--entry-stdin'], '{"type":"http","url":"https://h/"}');
    expect(await rig.json()).toMatchObject({ projects: { [rig.project]: { mcpServers: { docs: { type: 'http', url: 'https://h/' } } } } });
  });

  it('refuses what cannot be meant with exit code 2, and repeats no value', async () => {
    const { run } = await mcpCli();
    for (const args of [
      ['add', 'a'],
      ['add', 'a', '--scope', 'world', '--', 'x'],
      ['add', 'a', '--transport', 'carrier-pigeon', 'x'],
      ['add', 'a', '--env', SECRET, '--', 'x'],
      ['import', 'f', '--from', 'cursor'],
    ]) {
      const { exitCode, err } = await run(args);
      expect({ args, exitCode, isRepeated: err.includes(SECRET) }).toEqual({ args, exitCode: 2, isRepeated: false });
    }
    expect((await run(['add', 'two words', '--', 'x'])).exitCode).not.toBe(0);
  });
});
