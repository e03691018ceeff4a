/** What can be said of a job on skills at a glance. */
import type { SkillJob, SkillUpdate } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillBackup, SkillRef } from '../../../src-shared/schemas/skills.ts';
import { skillKey } from './skill-key.ts';

/** It goes on by itself. */
export function isUnderWay({ phase }: Pick<SkillJob, 'phase'>): boolean {
  return phase === 'downloading' || phase === 'checking' || phase === 'installing';
}

/** 0 to 1; null: not known. */
export function shareOf({ doneBytes, totalBytes }: Pick<SkillJob, 'doneBytes' | 'totalBytes'>): number | null {
  return totalBytes === null || totalBytes === 0 ? null : Math.min(1, doneBytes / totalBytes);
}

/** Skills that a search found updates of and that were not updated since, by `skillKey`. */
export function openUpdates(job: SkillJob | null): ReadonlyMap<string, SkillUpdate> {
  if (job === null || job.kind !== 'update') return new Map();
  const applied = new Set(job.results.flatMap(({ ref }) => (ref === null ? [] : [skillKey(ref)])));
  const open = job.updates.filter(({ state, ref }) => state === 'available' && !applied.has(skillKey(ref)));
  return new Map(open.map((update) => [skillKey(update.ref), update]));
}

/** What came of one update; null: it was not applied, or not yet. A failed one is known by its folder's name only. */
export function resultOf({ results }: Pick<SkillJob, 'results'>, { ref: wanted }: SkillUpdate): SkillJob['results'][number] | null {
  const isIt = ({ ref, folderName }: SkillJob['results'][number]) =>
    ref === null ? folderName === wanted.folderName : skillKey(ref) === skillKey(wanted);
  return results.find(isIt) ?? null;
}

/** How many could not be looked up, of those that somebody can do something about. */
export function failedUpdates({ updates }: Pick<SkillJob, 'updates'>): number {
  return updates.filter(({ state, problem }) => (state === 'failed' || state === 'gone') && problem?.code !== 'source-unknown').length;
}

/** What a job put aside of a skill; null: nothing lay there. */
export function backupOf(backups: readonly SkillBackup[], ref: SkillRef, job: Pick<SkillJob, 'startedAtMs'>): SkillBackup | null {
  const isOfJob = (backup: SkillBackup) => backup.reason !== 'removed' && backup.createdAtMs >= job.startedAtMs && skillKey(backup) === skillKey(ref);
  return backups.filter(isOfJob).toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0] ?? null;
}
