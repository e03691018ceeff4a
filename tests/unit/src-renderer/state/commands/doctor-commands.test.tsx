import { expect, it } from 'vitest';
import { useDoctorCommands } from '../../../../../src-renderer/state/commands/use-doctor-commands.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('the report is made anew each time, with or without names', async () => {
  let times = 0;
  const plain = fakeAdminServices().doctor;
  const rig = adminRig({ doctor: { ...plain, report: ({ withNames }) => ({ markdown: `${++times} ${withNames}` }) } });
  const hook = rig.hook(() => useDoctorCommands());
  expect(await hook.current.report(false)).toBe('1 false');
  expect(await hook.current.report(false)).toBe('2 false');
  expect(await hook.current.report(true)).toBe('3 true');
});
