import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useDoctorCommands } from '../../../../../src-renderer/state/commands/use-doctor-commands.ts';
import { useDoctor } from '../../../../../src-renderer/state/queries/use-doctor.ts';
import type { DoctorRun } from '../../../../../src-shared/schemas/doctor.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { NO_DOCTOR_RUN } from '../../../../support/system-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('a run that was begun is asked about until it has ended, and then no more', async () => {
  let run: DoctorRun = NO_DOCTOR_RUN;
  const plain = fakeAdminServices().doctor;
  const begin = () => {
    run = { ...NO_DOCTOR_RUN, run: 1, isRunning: true };
    return run;
  };
  const rig = adminRig({ doctor: { ...plain, state: () => run, run: begin } });
  const asked = () => rig.calls.filter(({ path }) => path === 'doctor.state').length;
  const hook = rig.hook(() => ({ state: useDoctor(), commands: useDoctorCommands() }));
  await waitFor(() => expect(hook.current.state.data?.run).toBe(0));
  const before = asked();
  await act(() => hook.current.commands.run.mutateAsync({}));
  await waitFor(() => expect(hook.current.state.data?.isRunning).toBe(true));
  await waitFor(() => expect(asked()).toBeGreaterThan(before));
  run = { ...run, isRunning: false };
  await waitFor(() => expect(hook.current.state.data?.isRunning).toBe(false));
});
