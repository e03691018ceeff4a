import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

function callerWith(changes: Partial<ReturnType<typeof fakeAdminServices>['claude']> = {}) {
  const services = fakeAdminServices();
  return createAdminRouter({ ...services, claude: { ...services.claude, ...changes } }).createCaller({});
}

describe("procedures about Claude Code's files", () => {
  it('take over only when told so, in the folder that is named', async () => {
    const apply = vi.fn(fakeAdminServices().claude.apply);
    const caller = callerWith({ apply });
    await caller.claude.applySettings({});
    await caller.claude.applySettings({ takeOver: true, folder: '/other' });
    expect(apply.mock.calls).toEqual([
      [{ takeOver: false }, undefined],
      [{ takeOver: true }, '/other'],
    ]);
    expect((await caller.claude.state()).kind).toBe('applied');
    expect((await caller.claude.diff()).diff).toBe('');
    expect((await caller.claude.restore({})).kind).toBe('restored');
  });

  it('list folders, conflicts and backups, and bring a backup back', async () => {
    const caller = callerWith();
    expect((await caller.claude.folders()).map(({ isDefault }) => isDefault)).toEqual([true]);
    expect((await caller.claude.conflicts({})).map(({ kind }) => kind)).toEqual(['environment']);
    const [backup] = await caller.claude.backups({});
    expect(await caller.claude.backupDiff({ id: backup?.id ?? '' })).toMatchObject({ diff: '' });
    expect(await caller.claude.restoreBackup({ id: backup?.id ?? '' })).toEqual(backup);
  });

  it('set switches that there are', async () => {
    const setSwitch = vi.fn(fakeAdminServices().claude.setSwitch);
    const caller = callerWith({ setSwitch });
    expect(await caller.claude.switches({})).toHaveLength(2);
    expect((await caller.claude.setSwitch({ name: 'plugin', isOn: true }))[0]).toMatchObject({ name: 'plugin', state: 'on' });
    expect(setSwitch).toHaveBeenCalledWith('plugin', true, undefined);
    const unknown: unknown = { name: 'other', isOn: true };
    // @ts-expect-error what a caller that is not typed might send
    await expect(caller.claude.setSwitch(unknown)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
