/** Which skills, commands, agents and backups are there, and what does one of them say? */
import { useQuery } from '@tanstack/react-query';
import type { SkillRef } from '../../../src-shared/schemas/skills.ts';
import { useAdmin } from '../../api/admin-context.ts';

/** Files of other programs: nobody tells us of a change, so a return to the page asks again. */
const STALE_AFTER_MS = 2_000;

export function useSkills(projects: readonly string[]) {
  return useQuery(useAdmin().skills.list.queryOptions({ projects: [...projects] }, { staleTime: STALE_AFTER_MS }));
}

export function useSkillExtras(projects: readonly string[]) {
  return useQuery(useAdmin().skills.extras.queryOptions({ projects: [...projects] }, { staleTime: STALE_AFTER_MS }));
}

export function useSkillText(ref: SkillRef) {
  return useQuery(useAdmin().skills.read.queryOptions(ref, { staleTime: STALE_AFTER_MS }));
}

export function useSkillBackups() {
  return useQuery(useAdmin().skills.backups.queryOptions());
}
