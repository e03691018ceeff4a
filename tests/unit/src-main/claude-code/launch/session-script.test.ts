import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { posixScript, type SessionScript, windowsScript } from '../../../../../src-main/claude-code/launch/session-script.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const run = promisify(execFile);
const seenSchema = z.object({ args: z.array(z.string()), cwd: z.string(), env: z.record(z.string(), z.string()), pid: z.string() });

/** Everything that a shell could mistake for something else. */
const HOSTILE = [
  'plain',
  'with space',
  "it's",
  'say "hi"',
  '$HOME',
  '`touch x`',
  '$(touch x)',
  'a\nb',
  'back\\slash',
  '-rf',
  '*',
  ';&|<>()',
  'ü 世界 🚀',
  '!!',
  '%PATH%',
];

describe.runIf(process.platform !== 'win32')('posixScript', () => {
  async function ran(changes: Partial<SessionScript>, environment: NodeJS.ProcessEnv = {}) {
    const base = await tempFolder();
    const ownFolder = join(base, "own's $x folder");
    await mkdir(ownFolder);
    const report = join(base, 'report.json');
    const client = join(base, 'client.cjs');
    const began = JSON.stringify(join(ownFolder, 'began'));
    await writeFile(
      client,
      `const { readFileSync, writeFileSync } = require('node:fs');
       writeFileSync(${JSON.stringify(report)}, JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env, pid: readFileSync(${began}, 'utf8').trim() + ' ' + process.ppid }));
       process.exit(Number(process.argv[2] === 'fail') * 7);`,
    );
    const { command = [], ...rest } = changes;
    const script = join(ownFolder, 'run.command');
    const session = { ownFolder, folder: base, environment: {}, unset: [], noProxy: [], ...rest, command: [process.execPath, client, ...command] };
    await writeFile(script, posixScript(session));
    const ended = await run('/bin/sh', [script], { env: { PATH: process.env.PATH, ...environment } }).then(
      () => 0,
      (error: unknown) => z.object({ code: z.number() }).parse(error).code,
    );
    const seen = existsSync(report) ? seenSchema.parse(JSON.parse(await readFile(report, 'utf8'))) : null;
    return { base, ended, seen, isOwnFolderGone: !existsSync(ownFolder) };
  }

  it('passes every argument through unharmed, and removes its own folder', async () => {
    const { seen, ended, isOwnFolderGone } = await ran({ command: HOSTILE });
    expect(seen?.args).toEqual(HOSTILE);
    expect([ended, isOwnFolderGone]).toEqual([0, true]);
  });

  it.each(HOSTILE.filter((name) => !name.includes('/')))('works in a folder called %j', async (name) => {
    const folder = join(await tempFolder(), name);
    await mkdir(folder);
    const { seen } = await ran({ folder });
    expect(seen?.cwd).toBe(folder);
  });

  it('says that it runs, with its process id', async () => {
    const { seen } = await ran({});
    const [noted, parent] = seen?.pid.split(' ') ?? [];
    expect(noted).toBe(parent);
  });

  it('sets and takes away variables, and keeps outbound proxies out of the way', async () => {
    const { seen } = await ran(
      { environment: { CODE_PROXY_HOME: "/da'ta $x" }, unset: ['ANTHROPIC_API_KEY'], noProxy: ['127.0.0.1', 'localhost'] },
      { ANTHROPIC_API_KEY: 'sk-old', NO_PROXY: 'corp' },
    );
    expect(seen?.env).toMatchObject({ CODE_PROXY_HOME: "/da'ta $x", NO_PROXY: 'corp,127.0.0.1,localhost', no_proxy: 'corp,127.0.0.1,localhost' });
    expect(seen?.env).not.toHaveProperty('ANTHROPIC_API_KEY');
  });

  it('gives the exit code on and still cleans up', async () => {
    expect(await ran({ command: ['fail'] })).toMatchObject({ ended: 7, isOwnFolderGone: true });
  });

  it('runs nothing when the folder is gone', async () => {
    expect(await ran({ folder: '/no/such/folder' })).toMatchObject({ ended: 1, seen: null, isOwnFolderGone: true });
  });
});

describe('windowsScript', () => {
  const session: SessionScript = {
    ownFolder: 'C:\\Users\\100% Jörg & Co\\launches\\session-1',
    folder: 'D:\\It’s (mine) & 50% ^yours!',
    command: ['C:\\Program Files\\node\\node.exe', 'C:\\cp\\cli.js', 'launch', '--cd', 'D:\\a & b\\', '--', '-p', 'say <hi> | (x)'],
    environment: { CODE_PROXY_HOME: 'C:\\Users\\100% Jörg' },
    unset: ['ANTHROPIC_API_KEY'],
    noProxy: ['127.0.0.1'],
  };
  const lines = (changes: Partial<SessionScript> = {}) => windowsScript({ ...session, ...changes }).split('\r\n');

  it('puts every path in quotes, where only percent signs have a meaning', () => {
    expect(lines()).toEqual(
      expect.arrayContaining([
        'setlocal DisableDelayedExpansion',
        'type nul > "C:\\Users\\100%% Jörg & Co\\launches\\session-1\\began"',
        'set "CODE_PROXY_HOME=C:\\Users\\100%% Jörg"',
        'set "ANTHROPIC_API_KEY="',
        'cd /d "D:\\It’s (mine) & 50%% ^yours!" || goto ended',
        '"C:\\Program Files\\node\\node.exe" "C:\\cp\\cli.js" "launch" "--cd" "D:\\a & b\\\\" "--" "-p" "say <hi> | (x)"',
        '(goto) 2>nul & rd /s /q "C:\\Users\\100%% Jörg & Co\\launches\\session-1"',
      ]),
    );
  });

  it('reads itself as UTF-8 before the first name comes', () => {
    const all = lines();
    expect(all.indexOf('chcp 65001 >nul')).toBeLessThan(all.findIndex((line) => line.includes('Jörg')));
  });

  it('comes back from a batch file, as which npm installs Claude Code', () => {
    expect(lines({ command: ['C:\\npm\\claude.cmd', '-c'] })).toContain('call "C:\\npm\\claude.cmd" "-c"');
  });

  it.each(['say "hi"', '%PATH%', 'a^b', 'a\nb', 'a\rb'])('refuses the argument %j, which a batch file would change', (argument) => {
    expect(() => lines({ command: ['claude.exe', argument] })).toThrow('on Windows no quotation mark');
  });

  it('refuses a folder that cannot be there', () => {
    expect(() => lines({ folder: 'C:\\a"b' })).toThrow('on Windows');
  });
});
