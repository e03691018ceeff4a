/** How do Claude Code's own files stand? They belong to another program, so each look at the page asks afresh. */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

const FRESH = { staleTime: 0 } as const;

export function useClaudeFolders() {
  return useQuery(useAdmin().claude.folders.queryOptions(undefined, FRESH));
}

/** @param folder As the list of folders names it. */
export function useClaudeDiff(folder: string) {
  return useQuery(useAdmin().claude.diff.queryOptions({ folder }, FRESH));
}

export function useClaudeSwitches(folder: string) {
  return useQuery(useAdmin().claude.switches.queryOptions({ folder }, FRESH));
}

export function useClaudeConflicts(folder: string) {
  return useQuery(useAdmin().claude.conflicts.queryOptions({ folder }, FRESH));
}

export function useClaudeBackups(folder: string) {
  return useQuery(useAdmin().claude.backups.queryOptions({ folder }, FRESH));
}

/** @param id Null: nothing is asked. */
export function useClaudeBackupDiff(id: string | null) {
  return useQuery(useAdmin().claude.backupDiff.queryOptions({ id: id ?? '' }, { ...FRESH, gcTime: 0, enabled: id !== null }));
}
