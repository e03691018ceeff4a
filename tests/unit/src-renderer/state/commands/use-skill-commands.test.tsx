import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { SkillService } from '../../../../../src-main/admin/claude-files-ports.ts';
import { useSkillCommands, useUndoSkillJob } from '../../../../../src-renderer/state/commands/use-skill-commands.ts';
import { useSkillJobCommands } from '../../../../../src-renderer/state/commands/use-skill-job-commands.ts';
import { useSkillJob } from '../../../../../src-renderer/state/queries/use-skill-jobs.ts';
import { useSkills } from '../../../../../src-renderer/state/queries/use-skills.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeSkillService, sampleBackup, sampleSkillJob, USER_PLACE } from '../../../../support/skill-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const ref = { place: USER_PLACE, folderName: 'pdf' };

/** Both in one component, as on the page. */
function rigOf(changes: Partial<SkillService> = {}) {
  const rig = adminRig({ skills: fakeSkillService(changes) });
  const result = rig.hook(() => ({ skills: useSkills([]), commands: useSkillCommands(), jobs: useSkillJobCommands(), undo: useUndoSkillJob() }));
  const isOn = () => result.current.skills.data?.items[0]?.isEnabled;
  const paths = () => rig.calls.map(({ path }) => path);
  return { ...rig, result, isOn, paths };
}

describe('commands on skills', () => {
  it('show a switch where it was put before the core has answered, and where it really is when it refuses', async () => {
    const answer = Promise.withResolvers<never>();
    const { result, isOn } = rigOf({ setEnabled: () => answer.promise });
    await waitFor(() => expect(isOn()).toBe(true));
    act(() => result.current.commands.setEnabled.mutate({ ref, isEnabled: false }));
    await waitFor(() => expect(isOn()).toBe(false));
    answer.reject(new AppError('SKILL_FOLDER_UNWRITABLE', 'no room'));
    await waitFor(() => expect(isOn()).toBe(true));
  });

  it('ask for the list again after each', async () => {
    const { result, isOn, paths } = rigOf();
    await waitFor(() => expect(isOn()).toBe(true));
    await act(() => result.current.commands.remove.mutateAsync(ref));
    expect(paths().filter((path) => path === 'skills.list')).toHaveLength(2);
  });

  it('take a job back: what it replaced is put back, what was new goes to the backups, what failed is left alone', async () => {
    const added = { ...ref, folderName: 'new' };
    const { result, calls } = rigOf({ backups: async () => [sampleBackup({ id: 'old-pdf', reason: 'replaced', createdAtMs: 20 })] });
    const results = [ref, added].map((one) => ({ path: one.folderName, folderName: one.folderName, ref: one, problem: null }));
    const refused = { path: 'bad', folderName: 'bad', ref: null, problem: { code: 'changed-meanwhile' as const, values: { name: 'bad' } } };
    await act(() => result.current.undo.mutateAsync(sampleSkillJob({ phase: 'done', startedAtMs: 10, results: [...results, refused] })));
    const changes = calls.filter(({ path }) => path !== 'skills.list' && path !== 'skills.backups');
    expect(changes).toEqual([
      { path: 'skills.restoreBackup', input: { id: 'old-pdf', replace: true } },
      { path: 'skills.remove', input: added },
    ]);
  });
});

describe('jobs on skills', () => {
  it('are shown as the answer to a command has them, before they are asked about', async () => {
    const { result, hook } = rigOf();
    await act(() => result.current.jobs.choose.mutateAsync({ id: 'job-1', place: USER_PLACE, selections: [{ path: 'skills/pdf' }] }));
    expect(hook(() => useSkillJob('job-1')).current.data?.phase).toBe('installing');
  });

  it('read an archive that was handed over in parts', async () => {
    const { result, calls } = rigOf();
    const upload = { file: new File(['zip'], 'skills.zip'), signal: new AbortController().signal, onProgress: () => undefined };
    expect(await act(() => result.current.jobs.upload.mutateAsync(upload))).toBe('upload-1');
    expect(calls.filter(({ path }) => path.startsWith('skills.upload'))).toEqual([
      { path: 'skills.upload', input: { name: 'skills.zip', sizeBytes: 3 } },
      { path: 'skills.uploadPart', input: { uploadId: 'upload-1', offset: 0, base64: btoa('zip') } },
    ]);
  });
});
