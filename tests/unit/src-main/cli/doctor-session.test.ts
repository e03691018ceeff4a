import { expect, it } from 'vitest';
import { followRun, withDoctor } from '../../../../src-main/cli/doctor-session.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { testSession } from '../../../support/cli-run.ts';
import { NO_DOCTOR_RUN } from '../../../support/system-double.ts';

it('uses the doctor of the instance, and closes the connection also after a failure', async () => {
  const { session, printed } = testSession({ services: fakeAdminServices() });
  await withDoctor(session, async (doctor) => expect(await doctor.state()).toEqual(NO_DOCTOR_RUN));
  await expect(withDoctor(session, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect([printed.opened, printed.closed]).toEqual([2, 2]);
});

it('does not take a fault of the program for a data folder that cannot be opened', async () => {
  const { session } = testSession({ services: fakeAdminServices() });
  const connect = () => Promise.reject(new TypeError('a fault'));
  await expect(withDoctor({ ...session, connect }, async () => undefined)).rejects.toThrow('a fault');
});

it('follows a run to its end, telling of each state', async () => {
  let looks = 0;
  const services = fakeAdminServices({
    doctor: { ...fakeAdminServices().doctor, state: () => ({ ...NO_DOCTOR_RUN, run: 1, isRunning: ++looks < 2 }) },
  });
  const told: boolean[] = [];
  await withDoctor(testSession({ services }).session, async (doctor) => {
    await followRun(doctor, { ...NO_DOCTOR_RUN, run: 1, isRunning: true }, ({ isRunning }) => told.push(isRunning));
  });
  expect(told).toEqual([true, true, false]);
});
