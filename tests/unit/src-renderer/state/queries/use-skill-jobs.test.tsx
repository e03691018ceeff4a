import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCandidateText, useSkillDiff, useSkillJob, useUpdateJob } from '../../../../../src-renderer/state/queries/use-skill-jobs.ts';
import { useSkillBackups, useSkillExtras, useSkillText } from '../../../../../src-renderer/state/queries/use-skills.ts';
import { fakeSkillService, sampleBackup, sampleSkillJob, USER_PLACE } from '../../../../support/skill-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const ref = { place: USER_PLACE, folderName: 'pdf' };

describe('questions about skills', () => {
  it('ask about a job until it waits or has ended, and about none without an id', async () => {
    let asked = 0;
    const job = (id: string) => sampleSkillJob({ id, phase: ++asked < 2 ? 'downloading' : 'choosing' });
    const { hook, calls } = adminRig({ skills: fakeSkillService({ job }) });
    expect(hook(() => useSkillJob(null)).current.fetchStatus).toBe('idle');
    expect(calls).toEqual([]);
    const result = hook(() => useSkillJob('job-1'));
    await waitFor(() => expect(result.current.data?.phase).toBe('choosing'));
    expect(asked).toBe(2);
  });

  it('find the newest search for updates that was not given up, whoever began it', async () => {
    const of = (id: string, changes: Parameters<typeof sampleSkillJob>[0]) => sampleSkillJob({ id, phase: 'choosing', ...changes });
    const jobs = [
      of('a', { kind: 'update', phase: 'cancelled' }),
      of('b', { kind: 'install' }),
      of('c', { kind: 'update' }),
      of('d', { kind: 'update' }),
    ];
    const job = (id: string) => of(id, { kind: 'update' });
    const { hook } = adminRig({ skills: fakeSkillService({ jobs: () => jobs, job }) });
    const result = hook(() => useUpdateJob());
    await waitFor(() => expect(result.current.data?.id).toBe('c'));
  });

  it('say that nobody looked for updates', async () => {
    const { hook, calls } = adminRig();
    const result = hook(() => useUpdateJob());
    await waitFor(() => expect(calls.map(({ path }) => path)).toEqual(['skills.jobs']));
    expect(result.current.data).toBeNull();
  });

  it('bring texts, changes, commands and backups', async () => {
    const { hook } = adminRig({ skills: fakeSkillService({ backups: async () => [sampleBackup()] }) });
    const job = sampleSkillJob();
    const result = hook(() => ({
      text: useSkillText(ref).data?.body,
      candidate: useCandidateText(job, 'skills/pdf').data?.body,
      diff: useSkillDiff(job, ref).data?.files.length,
      extras: useSkillExtras(['/srv/shop']).data,
      backups: useSkillBackups().data?.length,
    }));
    await waitFor(() => expect(result.current).toEqual({ text: '# PDF\n', candidate: '# PDF\n', diff: 1, extras: [], backups: 1 }));
  });
});
