import { EventEmitter } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { childEnvironment, type LaunchOptions, launchClient } from '../../../../src-main/claude-code/launch-client.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const seenSchema = z.object({
  args: z.array(z.string()),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  settings: z.record(z.string(), z.unknown()),
  mode: z.string(),
});

/** A program that notes what it was given, then ends as told. */
async function fakeClient(
  ending: string,
  beginning = '',
): Promise<{ folder: string; program: string; seen: () => Promise<z.infer<typeof seenSchema>> }> {
  const folder = await tempFolder();
  const program = join(folder, 'claude');
  const report = join(folder, 'report.json');
  const script = `#!${process.execPath}
const { readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
${beginning}
const args = process.argv.slice(2);
const file = args[args.indexOf('--settings') + 1];
const settings = JSON.parse(readFileSync(file, 'utf8'));
const mode = (statSync(file).mode & 0o777).toString(8);
writeFileSync(${JSON.stringify(`${report}.tmp`)}, JSON.stringify({ args, cwd: process.cwd(), env: process.env, settings, mode }));
renameSync(${JSON.stringify(`${report}.tmp`)}, ${JSON.stringify(report)});
${ending}
`;
  await writeFile(program, script);
  await chmod(program, 0o755);
  return { folder, program, seen: async () => seenSchema.parse(JSON.parse(await readFile(report, 'utf8'))) };
}

const options = (client: { folder: string }, more: Partial<LaunchOptions> = {}): LaunchOptions => ({
  args: [],
  cwd: client.folder,
  environment: { PATH: client.folder, HOME: client.folder },
  values: VALUES,
  launches: join(client.folder, 'launches'),
  ...more,
});

describe.skipIf(process.platform === 'win32')('launchClient', () => {
  it('gives address and token in a private settings file, passes arguments on, and returns the exit code', async () => {
    const client = await fakeClient('process.exit(7)');
    expect(await launchClient(options(client, { args: ['-p', 'say "hi" $HOME; *', '--', 'x'] }))).toBe(7);
    const seen = await client.seen();
    expect(seen.args.toSpliced(0, 2)).toEqual(['-p', 'say "hi" $HOME; *', '--', 'x']);
    expect(seen.settings).toEqual({
      env: {
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
        ANTHROPIC_AUTH_TOKEN: TOKEN,
        API_TIMEOUT_MS: '600000',
        CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      },
    });
    expect([seen.mode, seen.cwd]).toEqual(['600', client.folder]);
    expect(JSON.stringify([seen.args, seen.env])).not.toContain(TOKEN);
  });

  it('removes the settings file however the client ends', async () => {
    const killed = await fakeClient('process.kill(process.pid, "SIGKILL")');
    const launches = join(killed.folder, 'launches');
    await launchClient(options(killed));
    expect((await killed.seen()).args[1]).toContain(launches);
    await launchClient(options(killed, { program: '/nonexistent/claude' })).catch(() => undefined);
    expect(await readdir(launches)).toEqual([]);
  });

  it('removes what a session left behind whose launcher was killed, and leaves a running one alone', async () => {
    const client = await fakeClient('');
    const launches = join(client.folder, 'launches');
    for (const [name, pid] of [
      ['dead', 4_194_305],
      ['alive', process.ppid],
    ] as const) {
      await mkdir(join(launches, `session-${name}`), { recursive: true });
      await writeFile(join(launches, `session-${name}`, 'began'), `${pid}\n`);
    }
    await launchClient(options(client));
    expect(await readdir(launches)).toEqual(['session-alive']);
  });

  it('reports an end by a signal as shells do', async () => {
    expect(await launchClient(options(await fakeClient('process.kill(process.pid, "SIGKILL")')))).toBe(137);
  });

  it('passes our own signals on and waits for the client to end', async () => {
    const client = await fakeClient('setInterval(() => {}, 1000);', 'process.on("SIGTERM", () => process.exit(42));');
    const signals = new EventEmitter();
    const isUp = new Promise<void>((settle) => {
      const watcher = watch(client.folder, () => {
        if (!existsSync(join(client.folder, 'report.json'))) return;
        watcher.close();
        settle();
      });
    });
    const ended = launchClient(options(client, { signals }));
    await isUp;
    signals.emit('SIGTERM');
    expect(await ended).toBe(42);
    expect(signals.eventNames()).toEqual([]);
  });

  it.each([
    ['text', ['--settings', '{"model":"opus","env":{"FOO":"1","ANTHROPIC_BASE_URL":"x"}}', '-p']],
    ['text behind an equals sign', ['-p', '--settings={"model":"opus","env":{"FOO":"1"}}']],
    ['a file', ['-p', '--settings', 'mine.json']],
  ])('merges the --settings of the user given as %s', async (_what, args) => {
    const client = await fakeClient('');
    await writeFile(join(client.folder, 'mine.json'), '{ // mine\n"model":"opus","env":{"FOO":"1"}, }');
    expect(await launchClient(options(client, { args }))).toBe(0);
    const seen = await client.seen();
    expect(seen.settings).toMatchObject({ model: 'opus', env: { FOO: '1', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000' } });
    expect(seen.args.toSpliced(0, 2)).toEqual(['-p']);
  });

  it.each([[['--settings', 'missing.json']], [['--settings', '[1]']], [['--settings']]])('refuses %j with the reason', async (args) => {
    const client = await fakeClient('');
    await expect(launchClient(options(client, { args }))).rejects.toMatchObject({ code: 'CONFIG_INVALID', field: '--settings' });
  });

  it('leaves --settings behind -- alone', async () => {
    const client = await fakeClient('');
    await launchClient(options(client, { args: ['--', '--settings', 'word'] }));
    expect((await client.seen()).args.toSpliced(0, 2)).toEqual(['--', '--settings', 'word']);
  });

  it('says that the program could not be started', async () => {
    const client = await fakeClient('');
    await expect(launchClient(options(client, { program: join(client.folder, 'nothing') }))).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND' });
  });
});

describe('childEnvironment', () => {
  it('holds no credential that would be sent beside the token, and keeps loopback off any proxy', () => {
    const environment = {
      ANTHROPIC_API_KEY: 'k',
      ANTHROPIC_AUTH_TOKEN: 't',
      ANTHROPIC_BASE_URL: 'u',
      ANTHROPIC_MODEL: 'm',
      HTTPS_PROXY: 'http://p',
      GONE: undefined,
    };
    const direct = '127.0.0.1,localhost,::1';
    expect(childEnvironment(environment)).toEqual({ ANTHROPIC_MODEL: 'm', HTTPS_PROXY: 'http://p', NO_PROXY: direct, no_proxy: direct });
    expect(childEnvironment({ no_proxy: '.corp' })).toEqual({ NO_PROXY: `.corp,${direct}`, no_proxy: `.corp,${direct}` });
  });
});
