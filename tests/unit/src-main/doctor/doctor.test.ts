import { describe, expect, it } from 'vitest';
import { allChecks } from '../../../../src-main/doctor/all-checks.ts';
import { type Check, check } from '../../../../src-main/doctor/check.ts';
import { Doctor } from '../../../../src-main/doctor/doctor.ts';
import { failed, ok, warning } from '../../../../src-main/doctor/finding.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { doctor as words } from '../../../../src-shared/i18n/en/doctor.ts';
import { DOCTOR_GROUPS, doctorRunInputSchema, doctorRunSchema } from '../../../../src-shared/schemas/doctor.ts';
import { checkedEndpoint, doctorCore, doctorPorts } from '../../../support/doctor-rig.ts';
import { eventually } from '../../../support/eventually.ts';

const limits = { localMs: 5_000, networkMs: 5_000, paidMs: 5_000 };
const input = (raw: Parameters<typeof doctorRunInputSchema.parse>[0] = {}) => doctorRunInputSchema.parse(raw);

async function doctorWith(checks: readonly Check[], shorter: Partial<typeof limits> = {}): Promise<Doctor> {
  return new Doctor({ ports: await doctorPorts(), checks: () => checks, limits: { ...limits, ...shorter } });
}

/** A check that ends when the test says so. */
function held(id: string, lane: Check['lane'] = 'local') {
  const end = Promise.withResolvers<void>();
  const began = Promise.withResolvers<AbortSignal>();
  const made = check(
    id,
    'data',
    async ({ signal }) => {
      began.resolve(signal);
      await end.promise;
      return ok('logOk');
    },
    { lane },
  );
  return { check: made, end: end.resolve, began: began.promise };
}

const quick = (id: string, lane: Check['lane'] = 'local') => check(id, 'data', async () => ok('logOk'), { lane });
const states = (doctor: Doctor) => Object.fromEntries(doctor.state().checks.map(({ id, state }) => [id, state]));

describe('a run', () => {
  it('shows each check as it ends, and those that wait for others do not hold up the rest', async () => {
    const slow = held('slow', 'network');
    const doctor = await doctorWith([slow.check, quick('quick'), quick('after', 'last')]);
    expect(doctor.state()).toMatchObject({ run: 0, isRunning: false, checks: [] });
    expect(doctor.run(input())).toMatchObject({ run: 1, isRunning: true });
    await slow.began;
    await eventually(() => states(doctor)).toEqual({ slow: 'running', quick: 'ok', after: 'waiting' });
    slow.end();
    await doctor.settled();
    expect(states(doctor)).toEqual({ slow: 'ok', quick: 'ok', after: 'ok' });
    expect(doctorRunSchema.parse(doctor.state())).toMatchObject({ isRunning: false, isCancelled: false });
  });

  it('lets only a few wait for others at once', async () => {
    const all = [held('a', 'network'), held('b', 'network'), held('c', 'network')];
    const doctor = await doctorWith(all.map((one) => one.check));
    doctor.run(input());
    await Promise.all([all[0]?.began, all[1]?.began]);
    expect(states(doctor)).toEqual({ a: 'running', b: 'running', c: 'waiting' });
    for (const one of all) one.end();
    await doctor.settled();
  });

  it('goes on when a check breaks or takes too long', async () => {
    const never = held('never');
    const broken = check('broken', 'data', () => Promise.reject(new Error('EIO: the disk')));
    const doctor = await doctorWith([never.check, broken, quick('fine')], { localMs: 50 });
    doctor.run(input());
    const signal = await never.began;
    await doctor.settled();
    const [first, second, third] = doctor.state().checks;
    expect(first).toMatchObject({ state: 'failed', finding: { code: 'timedOut' } });
    expect(signal.aborted).toBe(true);
    expect(second).toMatchObject({ state: 'failed', finding: { code: 'broke', values: { text: 'EIO: the disk' } } });
    expect(third?.state).toBe('ok');
  });

  it('can be stopped: what was found stays, the rest is skipped and given up', async () => {
    const slow = held('slow');
    const doctor = await doctorWith([quick('quick'), slow.check]);
    doctor.run(input());
    const signal = await slow.began;
    await eventually(() => states(doctor).quick).toBe('ok');
    expect(doctor.cancel()).toMatchObject({ isRunning: false, isCancelled: true });
    expect(states(doctor)).toEqual({ quick: 'ok', slow: 'skipped' });
    expect(signal.aborted).toBe(true);
    slow.end();
    await doctor.settled();
    expect(states(doctor)).toEqual({ quick: 'ok', slow: 'skipped' });
  });

  it('is given up for the next one, whose findings it does not touch', async () => {
    const slow = held('slow');
    const doctor = await doctorWith([slow.check]);
    doctor.run(input());
    const signal = await slow.began;
    doctor.run(input({ groups: ['program'] }));
    expect(signal.aborted).toBe(true);
    slow.end();
    await doctor.settled();
    expect(doctor.state()).toMatchObject({ run: 2, checks: [] });
  });

  it('of some checks keeps what was found of the others', async () => {
    let times = 0;
    const counted = check('counted', 'ports', async () => (++times === 1 ? failed('logOk') : warning('logOk')));
    const doctor = await doctorWith([counted, quick('other')]);
    doctor.run(input());
    await doctor.settled();
    doctor.run(input({ checks: ['counted'] }));
    await doctor.settled();
    expect(states(doctor)).toEqual({ counted: 'warning', other: 'ok' });
  });
});

describe('a fix', () => {
  it('is carried out and looked at again', async () => {
    const order: string[] = [];
    const core = doctorCore({
      claude: {
        ...doctorCore().claude,
        apply: async () => {
          order.push('applied');
        },
      },
    });
    const again = check('claude-settings', 'claude', async () => {
      order.push('looked');
      return ok('claudeApplied');
    });
    const doctor = new Doctor({ ports: await doctorPorts({ core }), checks: () => [again, quick('other')], limits });
    expect(await doctor.fix('apply-claude-settings')).toMatchObject({ isRunning: false, checks: [{ id: 'claude-settings', state: 'ok' }] });
    expect(order).toEqual(['applied', 'looked']);
  });

  it('that cannot be done says why, and changes nothing', async () => {
    const fault = new AppError('KEY_UNAVAILABLE', 'no key');
    const doctor = new Doctor({ ports: await doctorPorts({ core: fault }), checks: () => [], limits });
    await expect(doctor.fix('start-proxy')).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
  });
});

describe('the list of checks', () => {
  it('has a title for each, in the order of the groups, and no id twice', () => {
    const core = doctorCore({ endpoints: () => [checkedEndpoint('https://a.example'), checkedEndpoint('https://b.example', { id: 'e2' })] });
    const checks = allChecks(core);
    const titles: Readonly<Record<string, string>> = words.check;
    for (const { id } of checks) expect(titles[id.split(':')[0] ?? ''], id).toBeTypeOf('string');
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect([...new Set(checks.map(({ group }) => group))]).toEqual(DOCTOR_GROUPS);
    expect(checks.filter(({ id }) => id.startsWith('endpoint:'))).toHaveLength(2);
    expect(allChecks(null)).toHaveLength(checks.length - 2);
  });

  it('ends without an open data folder too: what cannot be told is skipped', async () => {
    const ports = await doctorPorts({ core: new AppError('DATABASE_NEWER', 'too new') });
    const doctor = new Doctor({ ports });
    doctor.run(input({ groups: ['endpoints', 'extras', 'network'] }));
    await doctor.settled();
    expect(states(doctor)).toMatchObject({ endpoints: 'skipped', clock: 'skipped', mcp: 'skipped', outbound: 'skipped', 'proxy-environment': 'ok' });
  });
});
