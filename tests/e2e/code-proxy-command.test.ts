/** The `code-proxy` command of the checkout: hands over to the checkout's Node with arguments, streams, exit code and signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../support/temp-folder.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/code-proxy.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(folder: string, args: readonly string[], command = COMMAND): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, CODE_PROXY_HOME: join(folder, 'data') };
  const child = spawn(process.execPath, [command, ...args], { env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended: Ended = { code: null, out: '', err: '' };
  const text = { ...ended };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.err += part;
  });
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ ...text, code }))) };
}

describe('the code-proxy command', () => {
  it('passes arguments, standard input and exit codes on', async () => {
    const folder = await tempFolder();
    expect(await run(folder, ['--version']).ended).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
    expect(await run(folder, ['serv']).ended).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean serve?') });
    const adding = run(folder, ['endpoint', 'add', '--name', 'main', '--url', 'http://127.0.0.1:1', '--token-stdin', '--json']);
    adding.child.stdin?.end('sk-secret-token\n');
    expect(JSON.parse((await adding.ended).out)).toMatchObject({ name: 'main', credentialMask: expect.any(String) });
  });

  it.runIf(process.platform !== 'win32')('passes signals on, so that the host ends in order', async () => {
    const { child, ended } = run(await tempFolder(), ['serve', '--port', '0', '--admin-port', '0', '--no-claude-settings', '--json']);
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout ?? process.stdin }).once('line', resolve);
      child.once('close', () => reject(new Error('serve ended early')));
    });
    const { pid } = z.object({ event: z.literal('ready'), pid: z.number() }).parse(JSON.parse(line));
    expect(pid).not.toBe(child.pid);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it.runIf(process.platform !== 'win32')('works through a link, as npm installs it', async () => {
    const folder = await tempFolder();
    await symlink(COMMAND, join(folder, 'code-proxy'));
    expect((await run(folder, ['--version'], join(folder, 'code-proxy')).ended).code).toBe(0);
  });
});
