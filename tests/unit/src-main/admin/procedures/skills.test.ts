import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { UPLOAD_PART_BYTES } from '../../../../../src-shared/schemas/skill-job.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { fakeSkillService, USER_PLACE } from '../../../../support/skill-double.ts';

function setUp() {
  const skills = fakeSkillService();
  const spied = {
    ...skills,
    find: vi.fn(skills.find),
    choose: vi.fn(skills.choose),
    uploadPart: vi.fn(skills.uploadPart),
    check: vi.fn(skills.check),
  };
  return { skills: spied, caller: createAdminRouter(fakeAdminServices({ skills: spied })).createCaller({}).skills };
}

describe('skill procedures', () => {
  it('answer a search for skills at once, with the job that does it', async () => {
    const { caller, skills } = setUp();
    const job = await caller.find({ source: { kind: 'github', text: ' acme/skills ' } });
    expect(job.phase).toBe('downloading');
    expect(skills.find).toHaveBeenCalledWith({ source: { kind: 'github', text: 'acme/skills' }, projects: [] });
  });

  it('replace nothing unless asked to', async () => {
    const { caller, skills } = setUp();
    await caller.choose({ id: 'job-1', place: USER_PLACE, selections: [{ path: 'skills/pdf' }] });
    expect(skills.choose).toHaveBeenCalledWith({ id: 'job-1', place: USER_PLACE, selections: [{ path: 'skills/pdf', replace: false }] });
  });

  it('look for updates of all skills when none is named', async () => {
    const { caller, skills } = setUp();
    await caller.check({});
    expect(skills.check).toHaveBeenCalledWith({ refs: null, projects: [] });
  });

  it('hand on the bytes of an upload, and refuse a part that is too large or no base64', async () => {
    const { caller, skills } = setUp();
    await caller.uploadPart({ uploadId: 'u', offset: 5, base64: 'UEsDBA==' });
    expect(skills.uploadPart).toHaveBeenCalledWith('u', 5, Buffer.from('PK\x03\x04', 'latin1'));
    const tooMuch = Buffer.alloc(UPLOAD_PART_BYTES + 3).toString('base64');
    await expect(caller.uploadPart({ uploadId: 'u', offset: 0, base64: tooMuch })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(caller.uploadPart({ uploadId: 'u', offset: 0, base64: '%%%' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it.each([
    { place: { kind: 'user', folder: '' }, folderName: 'pdf' },
    { place: USER_PLACE, folderName: '' },
  ] as const)('refuse a skill without a place or a name', async (ref) => {
    const { caller } = setUp();
    await expect(caller.read(ref)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
