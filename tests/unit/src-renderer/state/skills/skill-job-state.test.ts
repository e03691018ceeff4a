import { describe, expect, it } from 'vitest';
import { backupOf, failedUpdates, isUnderWay, openUpdates, resultOf, shareOf } from '../../../../../src-renderer/state/skills/skill-job-state.ts';
import { skillKey } from '../../../../../src-renderer/state/skills/skill-key.ts';
import { SKILL_JOB_PHASES } from '../../../../../src-shared/schemas/skill-job.ts';
import { sampleBackup, sampleSkillJob, sampleUpdate, USER_PLACE } from '../../../../support/skill-double.ts';

const ref = { place: USER_PLACE, folderName: 'pdf' };

describe('a job on skills', () => {
  it('goes on by itself until it waits or ends', () => {
    expect(SKILL_JOB_PHASES.filter((phase) => isUnderWay({ phase }))).toEqual(['downloading', 'checking', 'installing']);
  });

  it('has a share only when the whole is known', () => {
    expect(shareOf({ doneBytes: 5, totalBytes: 20 })).toBe(0.25);
    expect(shareOf({ doneBytes: 25, totalBytes: 20 })).toBe(1);
    expect(shareOf({ doneBytes: 5, totalBytes: null })).toBeNull();
    expect(shareOf({ doneBytes: 0, totalBytes: 0 })).toBeNull();
  });

  it('has open updates: those found and not applied yet', () => {
    const updates = [
      sampleUpdate(),
      sampleUpdate({ ref: { ...ref, folderName: 'b' } }),
      sampleUpdate({ ref: { ...ref, folderName: 'c' }, state: 'current' }),
    ];
    const job = sampleSkillJob({ kind: 'update', phase: 'done', updates, results: [{ path: '', folderName: 'pdf', ref, problem: null }] });
    expect([...openUpdates(job).keys()]).toEqual([skillKey({ ...ref, folderName: 'b' })]);
    expect(openUpdates(null).size).toBe(0);
    expect(openUpdates(sampleSkillJob({ updates })).size).toBe(0);
  });

  it('knows what came of an update, also of one that failed', () => {
    const problem = { code: 'changed-meanwhile' as const, values: { name: 'pdf' } };
    const failed = { path: 'skills/pdf', folderName: 'pdf', ref: null, problem };
    expect(resultOf({ results: [failed] }, sampleUpdate())).toBe(failed);
    expect(resultOf({ results: [] }, sampleUpdate())).toBeNull();
    const inOther = { ...failed, ref: { place: { kind: 'project', project: '/srv/shop' } as const, folderName: 'pdf' }, problem: null };
    expect(resultOf({ results: [inOther] }, sampleUpdate())).toBeNull();
  });

  it('counts what could not be looked up, and not what can never be', () => {
    const failed = sampleUpdate({ state: 'failed', problem: { code: 'download-failed', values: { reason: 'x' } } });
    const uploaded = sampleUpdate({ state: 'failed', problem: { code: 'source-unknown', values: {} } });
    expect(failedUpdates({ updates: [failed, uploaded, sampleUpdate({ state: 'gone' }), sampleUpdate()] })).toBe(2);
  });

  it('finds what a job put aside of a skill, and nothing older or removed by hand', () => {
    const job = { startedAtMs: 100 };
    const before = sampleBackup({ id: 'before', reason: 'replaced', createdAtMs: 99 });
    const removed = sampleBackup({ id: 'removed', reason: 'removed', createdAtMs: 150 });
    const mine = sampleBackup({ id: 'mine', reason: 'replaced', createdAtMs: 120 });
    const other = sampleBackup({ id: 'other', reason: 'replaced', createdAtMs: 130, folderName: 'xlsx' });
    expect(backupOf([other, removed, mine, before], ref, job)?.id).toBe('mine');
    expect(backupOf([other, removed, before], ref, job)).toBeNull();
  });
});
