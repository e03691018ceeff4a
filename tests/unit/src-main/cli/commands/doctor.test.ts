import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../../../src-main/cli/program.ts';
import { check } from '../../../../../src-main/doctor/check.ts';
import { Doctor } from '../../../../../src-main/doctor/doctor.ts';
import { failed, ok, warning } from '../../../../../src-main/doctor/finding.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli, testSession } from '../../../../support/cli-run.ts';
import { doctorPorts } from '../../../../support/doctor-rig.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

async function setUp(state: 'ok' | 'warning' | 'failed') {
  const finding = {
    ok: ok('databaseOk', { values: { sizeBytes: 4_096 } }),
    warning: warning('diskLow', { values: { freeBytes: 1 } }),
    failed: failed('databaseForeign', { remedy: 'moveDatabase' }),
  }[state];
  const files = check('data-files', 'data', async () => warning('filesOpen', { values: { number: 1 }, fix: 'close-data-files' }));
  const port = check('proxy-port', 'ports', async () => ok('portAny'));
  const ports = await doctorPorts();
  const doctor = new Doctor({ ports, checks: () => [check('database', 'data', async () => finding), files, port] });
  return { ports, run: (...args: string[]) => runCli(['doctor', ...args], { services: fakeAdminServices({ doctor }) }) };
}

describe('code-proxy doctor', () => {
  it('prints each check under its group with what to do, and ends with 1 when one failed', async () => {
    const { run } = await setUp('failed');
    const { out, exitCode } = await run();
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^Data folder\n {2}FAILED +Database: The file belongs to another program\.\n/);
    expect(out).toContain('→ Move proxy.db');
    expect(out).toContain('→ code-proxy doctor --fix close-data-files');
    expect(out).toContain('\nPorts and instances\n  ok ');
    expect(out).toContain('1 failed, 1 warning, 1 in order');
  });

  it('ends with 0 when there are only warnings, and looks at one group when told so', async () => {
    const { run } = await setUp('ok');
    const { out, exitCode } = await run('--only', 'ports');
    expect(exitCode).toBe(0);
    expect(out).toContain('Proxy port');
    expect(out).not.toContain('Database');
    expect((await run()).exitCode).toBe(0);
  });

  it('prints the run, or the report, as JSON; the report alone as Markdown', async () => {
    const { run } = await setUp('warning');
    expect(JSON.parse((await run('--json')).out)).toMatchObject({ isRunning: false, checks: [{ id: 'database', state: 'warning' }, {}, {}] });
    expect((await run('--report')).out).toMatch(/^### Code Proxy doctor\n/);
    expect(JSON.parse((await run('--report', '--json')).out)).toMatchObject({ markdown: expect.stringContaining('Version 1.2.3') });
  });

  it('says what a fix does before it does it, and looks again', async () => {
    const { run, ports } = await setUp('ok');
    const file = join(ports.paths.folder, 'key');
    await writeFile(file, 'k');
    await chmod(file, 0o644);
    const { out, exitCode } = await run('--fix', 'close-data-files');
    expect(out).toMatch(/^Sets the mode of our own files in the data folder to 0600/);
    expect(out).toContain('Access to files');
    expect(exitCode).toBe(0);
  });

  it('refuses a group or fix that there is not', async () => {
    const { run } = await setUp('ok');
    expect(await run('--only', 'weather')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--only must be one of program, data') });
    expect((await run('--fix', 'everything')).exitCode).toBe(2);
  });

  it('looks at the system alone when the data folder cannot be opened, and says what is wrong with it', async () => {
    const folder = join(await tempFolder(), 'data');
    await writeFile(folder, 'a file is in the way');
    const { session, printed } = testSession({
      services: fakeAdminServices(),
      environment: { CODE_PROXY_HOME: folder, CLAUDE_CONFIG_DIR: join(folder, 'claude') },
    });
    const connect = () => Promise.reject(new AppError('DATA_FOLDER_UNWRITABLE', 'a file of that name is in the way'));
    expect(await runProgram({ ...session, connect }, ['doctor', '--only', 'data', '--only', 'endpoints'])).toBe(1);
    expect(printed.out).not.toContain('could not be looked at');
    expect(printed.out).toContain('FAILED   Folder: Something else is in its place.');
    expect(printed.out).toContain('skipped  Endpoints: The data folder could not be opened');
  });
});
