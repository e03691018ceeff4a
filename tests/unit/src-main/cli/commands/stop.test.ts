import { describe, expect, it } from 'vitest';
import { untilGone } from '../../../../../src-main/cli/commands/stop.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { RUNNING_INSTANCE, runCli } from '../../../../support/cli-run.ts';

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
