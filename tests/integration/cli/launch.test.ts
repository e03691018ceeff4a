/** `launch` with a stand-in for Claude Code that notes what it was given and asks the proxy whether it lives. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CliHome, cli, cliHome, cliJson, startCli, startServe } from '../../support/cli-process.ts';
import { eventually } from '../../support/eventually.ts';

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
async function homeWithClaude(standIn = STAND_IN): Promise<CliHome> {
  const home = await cliHome();
  const bin = join(home.folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'claude'), `#!${process.execPath}\n${standIn}`);
  await chmod(join(bin, 'claude'), 0o755);
  return { ...home, environment: { ...home.environment, PATH: [bin, home.environment.PATH].join(delimiter) } };
}

async function noteOf(home: CliHome) {
  return noteSchema.parse(JSON.parse(await readFile(join(home.folder, 'note.json'), 'utf8')));
}

describe.runIf(process.platform !== 'win32')('launch', { timeout: 240_000 }, () => {
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

/** A `claude` that says where its proxy is, then lives until its own file is there, and asks the proxy once more. */
const WAITING_STAND_IN = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const name = args.at(-1);
const { env } = JSON.parse(readFileSync(args[args.indexOf('--settings') + 1], 'utf8'));
const at = (ending) => join(process.env.HOME, name + ending);
const health = () => fetch(env.ANTHROPIC_BASE_URL + '/health').then(({ status }) => status, () => 0);
(async () => {
  writeFileSync(at('.began'), env.ANTHROPIC_BASE_URL);
  while (!existsSync(at('.end'))) await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(at('.note'), String(await health()));
})();
`;

/** Its client lives on, and holds its streams open. */
async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe.runIf(process.platform !== 'win32')('two launches at once', { timeout: 240_000 }, () => {
  async function twoSessions() {
    const home = await homeWithClaude(WAITING_STAND_IN);
    const at = (name: string) => join(home.folder, name);
    const begin = async (name: string) => {
      const child = startCli(home, ['launch', '--port', '0', '--', name]);
      await eventually(() => existsSync(at(`${name}.began`))).toBe(true);
      return child;
    };
    const first = await begin('first');
    const second = await begin('second');
    const end = async (name: string, ended: Promise<{ code: number | null }>) => {
      await writeFile(at(`${name}.end`), '');
      const { code } = await ended;
      return { code, health: await readFile(at(`${name}.note`), 'utf8') };
    };
    const url = await readFile(at('first.began'), 'utf8');
    const answers = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    return { home, first, second, end, answers };
  }

  it('share the host that the first one started, which lives until the second one ends', async () => {
    const { home, first, second, end, answers } = await twoSessions();
    expect(await end('first', first.finished)).toEqual({ code: 0, health: '200' });
    expect(await answers()).toBe(true);
    expect(await end('second', second.finished)).toEqual({ code: 0, health: '200' });
    await eventually(() => existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
    expect(await answers()).toBe(false);
  });

  it('keep the host when the first launcher is killed, and take it along when the second is killed too', async () => {
    const { home, first, second, answers } = await twoSessions();
    await kill(first.child);
    expect(await answers()).toBe(true);
    await kill(second.child);
    await eventually(answers).toBe(false);
    await eventually(() => existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
    // The clients, whose parents are gone.
    for (const name of ['first', 'second']) await writeFile(join(home.folder, `${name}.end`), '');
    for (const name of ['first', 'second']) await eventually(() => existsSync(join(home.folder, `${name}.note`))).toBe(true);
    // Their files with the token are taken away by the next start.
    expect(await readdir(join(home.dataFolder, 'launches'))).toHaveLength(2);
    await startServe(home, ['--no-claude-settings']);
    await eventually(() => readdir(join(home.dataFolder, 'launches'))).toEqual([]);
  });
});
