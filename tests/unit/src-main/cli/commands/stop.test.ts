import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { untilGone } from '../../../../../src-main/cli/commands/stop.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { RUNNING_INSTANCE, runCli } from '../../../../support/cli-run.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

/** Above the largest process id that Linux gives out. */
const NO_PROCESS = 5_000_000;

describe('code-proxy stop', () => {
  it('asks the instance to stop and says which process it was', async () => {
    const asked: string[] = [];
    const services = fakeAdminServices({ shutDown: () => void asked.push('stop') });
    const run = await runCli(['stop', '--json'], { services, instance: { ...RUNNING_INSTANCE, pid: NO_PROCESS } });
    expect(asked).toEqual(['stop']);
    expect(run).toMatchObject({ exitCode: 0, closed: 1 });
    expect(JSON.parse(run.out)).toEqual({ stopped: true, pid: NO_PROCESS, instanceId: 'instance-a' });
  });

  it('is not done while Claude Code still points at the proxy that is gone, unless another one has started', async () => {
    const folder = await tempFolder();
    const run = () =>
      runCli(['stop'], {
        services: fakeAdminServices(),
        instance: { ...RUNNING_INSTANCE, pid: NO_PROCESS },
        environment: { CODE_PROXY_HOME: folder },
      });
    await writeFile(join(folder, 'claude-settings.journal.json'), '{}');
    expect(await run()).toMatchObject({ exitCode: 1, out: '', err: expect.stringContaining('put them back with "code-proxy claude restore"') });
    await writeFile(join(folder, 'instance.json'), '{}');
    expect(await run()).toMatchObject({ exitCode: 0, err: '' });
  });

  it('exits 1 when nothing runs', async () => {
    const run = await runCli(['stop'], { services: fakeAdminServices(), instance: null });
    expect(run).toMatchObject({ exitCode: 1, out: '', opened: 0 });
    expect(run.err).toContain('is not running');
  });
});

describe('untilGone', () => {
  it('returns once the process is gone', async () => {
    const answers = [true, true, false];
    await untilGone({ pid: 1 }, () => answers.shift() ?? false);
    expect(answers).toEqual([]);
  });
});
