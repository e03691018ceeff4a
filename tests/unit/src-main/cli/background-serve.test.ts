import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBackgroundServe } from '../../../../src-main/cli/background-serve.ts';
import { eventually } from '../../../support/eventually.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** A stand-in for the CLI: notes its arguments, then behaves as told. */
async function standIn(behaviour: string) {
  const folder = await tempFolder();
  const script = join(folder, 'cli.mjs');
  const log = join(folder, 'log');
  const note = `import { appendFileSync, existsSync } from 'node:fs'; const note = (text) => appendFileSync(${JSON.stringify(log)}, text + '\\n');`;
  await writeFile(script, `${note}\nnote(process.argv.slice(2).join(' '));\n${behaviour}`);
  const start = () => startBackgroundServe({ command: [process.execPath, script], args: ['--port', '0'], environment: process.env });
  return { start, log: async () => (await readFile(log, 'utf8')).trim().split('\n') };
}

const UNTIL_STDIN_ENDS = "process.stdin.resume().on('end', () => { note('stdin ended'); });";

describe('startBackgroundServe', () => {
  it('is ready with the ready line, and ends the child by closing its standard input', async () => {
    const { start, log } = await standIn(`console.log('{"event":"ready"}'); ${UNTIL_STDIN_ENDS}`);
    const serve = await start();
    await serve.stop();
    expect(await log()).toEqual(['serve --json --until-stdin-ends --port 0', 'stdin ended']);
  });

  it('leaves the child alone when that stays for other sessions', async () => {
    const isOver = join(await tempFolder(), 'over');
    const untilOver = `const look = setInterval(() => { if (!existsSync(${JSON.stringify(isOver)})) return; clearInterval(look); note('ended by itself'); }, 10);`;
    const { start, log } = await standIn(
      `console.log('{"event":"ready"}'); process.stdin.resume().on('end', () => { console.log('{"event":"kept","sessions":1}'); ${untilOver} });`,
    );
    const serve = await start();
    await serve.stop();
    expect(await log()).toHaveLength(1);
    await writeFile(isOver, '');
    await eventually(log).toContain('ended by itself');
  });

  it('takes an instance that was faster for ready', async () => {
    const { start } = await standIn(`console.log('{"event":"already-running"}');`);
    const serve = await start();
    expect(serve.isOurs).toBe(false);
    await serve.stop();
  });

  it('repeats what kept the child from starting', async () => {
    const { start } = await standIn(
      `console.log(JSON.stringify({ error: { code: 'PORT_IN_USE', message: 'port 9000 is in use' } }, null, 2)); process.exitCode = 1;`,
    );
    await expect(start()).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE', message: 'the proxy did not start: port 9000 is in use' });
  });

  it('says what to do when the child ends without a word', async () => {
    const { start } = await standIn('process.exitCode = 1;');
    await expect(start()).rejects.toThrow('run "code-proxy serve" to see why');
  });

  it('says so when the program cannot be run at all', async () => {
    const command = [join(await tempFolder(), 'missing')] as const;
    await expect(startBackgroundServe({ command, args: [], environment: {} })).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
  });
});
