/** `launch` with a stand-in for Claude Code that notes what it was given and asks the proxy whether it lives. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CliHome, cli, cliHome, cliJson, startServe } from '../../support/cli-process.ts';

const noteSchema = z.object({
  args: z.array(z.string()),
  cwd: z.string(),
  settings: z.object({ env: z.record(z.string(), z.string()) }),
  health: z.number(),
});

const STAND_IN = `
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const settings = JSON.parse(readFileSync(args[args.indexOf('--settings') + 1], 'utf8'));
fetch(settings.env.ANTHROPIC_BASE_URL + '/health').then(({ status }) => {
  writeFileSync(join(process.env.HOME, 'note.json'), JSON.stringify({ args, cwd: process.cwd(), settings, health: status }));
  process.exit(7);
});
`;

/** A home whose PATH leads to a \`claude\` that leaves a note and exits 7. */
async function homeWithClaude(): Promise<CliHome> {
  const home = await cliHome();
  const bin = join(home.folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'claude'), `#!${process.execPath}\n${STAND_IN}`);
  await chmod(join(bin, 'claude'), 0o755);
  return { ...home, environment: { ...home.environment, PATH: [bin, home.environment.PATH].join(delimiter) } };
}

async function noteOf(home: CliHome) {
  return noteSchema.parse(JSON.parse(await readFile(join(home.folder, 'note.json'), 'utf8')));
}

describe.runIf(process.platform !== 'win32')('launch', { timeout: 60_000 }, () => {
  it('starts a proxy for the session, hands the client its address, and leaves nothing behind', async () => {
    const home = await homeWithClaude();
    const project = join(home.folder, 'project');
    await mkdir(project);
    await writeFile(home.claudeSettings, '{}\n');
    const { code, err } = await cli(home, ['launch', '--port', '0', '--cd', project, '--', '-p', 'say hello', '--json']);
    expect({ code, err }).toEqual({ code: 7, err: '' });
    const note = await noteOf(home);
    expect(note).toMatchObject({ cwd: project, health: 200 });
    expect(note.args.slice(-3)).toEqual(['-p', 'say hello', '--json']);
    expect(note.args.join(' ')).not.toContain(note.settings.env.ANTHROPIC_AUTH_TOKEN);
    expect(existsSync(note.args[note.args.indexOf('--settings') + 1] ?? '')).toBe(false);
    expect(existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
    await expect(fetch(`${note.settings.env.ANTHROPIC_BASE_URL}/health`)).rejects.toThrow('fetch failed');
    expect(await readFile(home.claudeSettings, 'utf8')).toBe('{}\n');
  });

  it('reuses the instance that runs and leaves it running', async () => {
    const home = await homeWithClaude();
    const { ready } = await startServe(home, ['--no-claude-settings']);
    const { code, out } = await cli(home, ['launch', '--json']);
    expect(code).toBe(7);
    expect(JSON.parse(out)).toEqual({ exitCode: 7, proxyUrl: ready.proxyUrl, startedProxy: false });
    expect((await noteOf(home)).settings.env.ANTHROPIC_BASE_URL).toBe(ready.proxyUrl);
    expect(await cliJson(home, ['status'])).toMatchObject({ running: true, instanceId: ready.instanceId });
  });

  it('says how to install Claude Code and starts nothing', async () => {
    const home = await cliHome({ PATH: '/nowhere' });
    expect(await cli(home, ['launch'])).toMatchObject({ code: 1, err: expect.stringContaining('npm install -g @anthropic-ai/claude-code') });
    expect(existsSync(home.dataFolder)).toBe(false);
  });

  it('repeats why the proxy did not start', async () => {
    const home = await homeWithClaude();
    const { ready } = await startServe(await cliHome(), ['--no-claude-settings']);
    const { code, err } = await cli(home, ['launch', '--port', new URL(ready.proxyUrl ?? '').port]);
    expect(code).toBe(1);
    expect(err).toMatch(/^code-proxy: the proxy did not start: port \d+ is used by another Code Proxy.*\n$/);
    expect(existsSync(join(home.folder, 'note.json'))).toBe(false);
  });
});
