import { describe, expect, it } from 'vitest';
import { doctorLater, serviceLater } from '../../../src-main/opened-later.ts';
import { fakeAdminServices } from '../../support/admin-services.ts';

const { doctor, service } = fakeAdminServices();

describe('a part that is opened later', () => {
  it('is opened by the first question, once, and answers all of them', async () => {
    let opened = 0;
    const later = doctorLater(async () => {
      opened += 1;
      return doctor;
    });
    expect(opened).toBe(0);
    const [state, report] = await Promise.all([later.state(), later.report({ withNames: false })]);
    expect([state, report]).toEqual([await doctor.state(), await doctor.report({ withNames: false })]);
    expect(opened).toBe(1);
  });

  it('passes questions and their input on', async () => {
    const asked: number[] = [];
    const logs = (lines: number) => {
      asked.push(lines);
      return service.logs(lines);
    };
    const later = serviceLater(async () => ({ ...service, logs }));
    expect(await later.logs(7)).toEqual(await service.logs(7));
    expect(asked).toEqual([7]);
    expect(await later.status()).toEqual(await service.status());
  });

  it('tells each caller when it cannot be opened', async () => {
    const later = serviceLater(() => Promise.reject(new Error('the file is gone')));
    await expect(later.status()).rejects.toThrow('the file is gone');
    await expect(later.stop()).rejects.toThrow('the file is gone');
  });
});
