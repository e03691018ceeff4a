/** How does the work on skills go, and what did it find? */
import { skipToken, useQuery } from '@tanstack/react-query';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillRef } from '../../../src-shared/schemas/skills.ts';
import { useAdmin } from '../../api/admin-context.ts';
import { isUnderWay } from '../skills/skill-job-state.ts';

/** The feed tells of progress; this only bounds how long a missed event could show. */
const ASK_AGAIN_MS = 1_000;

/** @param id null: there is none to ask about. */
export function useSkillJob(id: string | null) {
  return useQuery(
    useAdmin().skills.job.queryOptions(id === null ? skipToken : { id }, {
      refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? ASK_AGAIN_MS : false),
      structuralSharing: true,
    }),
  );
}

/** The newest search for updates that was not given up, also one that was begun elsewhere. */
export function useUpdateJob() {
  const jobs = useQuery(useAdmin().skills.jobs.queryOptions(undefined, { staleTime: 0 }));
  const newest = jobs.data?.find(({ kind, phase }) => kind === 'update' && phase !== 'cancelled') ?? null;
  const job = useSkillJob(newest?.id ?? null);
  return { data: job.data ?? newest };
}

/** What an update would change. */
export function useSkillDiff(job: SkillJob, ref: SkillRef) {
  return useQuery(useAdmin().skills.diff.queryOptions({ id: job.id, ref }, { staleTime: Number.POSITIVE_INFINITY }));
}

/** A skill that was found and not installed. */
export function useCandidateText(job: SkillJob, path: string) {
  return useQuery(useAdmin().skills.readCandidate.queryOptions({ id: job.id, path }, { staleTime: Number.POSITIVE_INFINITY }));
}
