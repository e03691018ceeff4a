/** What can be done to skills and their backups. The feed tells other pages; here the answers are asked again at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillRef } from '../../../src-shared/schemas/skills.ts';
import { useAdmin, useAdminClient } from '../../api/admin-context.ts';
import { backupOf } from '../skills/skill-job-state.ts';
import { skillKey } from '../skills/skill-key.ts';

export function useSkillCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const refresh = useSkillRefresh();
  return {
    setEnabled: useMutation(
      admin.skills.setEnabled.mutationOptions({
        // At once, so that the switch does not jump back.
        onMutate: ({ ref, isEnabled }) => {
          queries.setQueriesData<{ items: { place: SkillRef['place']; folderName: string; isEnabled: boolean }[] }>(
            { queryKey: admin.skills.list.pathKey() },
            (list) => list && { ...list, items: list.items.map((skill) => (skillKey(skill) === skillKey(ref) ? { ...skill, isEnabled } : skill)) },
          );
        },
        onSettled: refresh,
      }),
    ),
    remove: useMutation(admin.skills.remove.mutationOptions({ onSettled: refresh })),
    restoreBackup: useMutation(admin.skills.restoreBackup.mutationOptions({ onSettled: refresh })),
    deleteBackup: useMutation(admin.skills.deleteBackup.mutationOptions({ onSettled: refresh })),
  };
}

export function useSkillRefresh(): () => Promise<void> {
  const admin = useAdmin();
  const queries = useQueryClient();
  return async () => {
    const { list, read, backups } = admin.skills;
    await Promise.all([list, read, backups].map((question) => queries.invalidateQueries({ queryKey: question.pathKey() })));
  };
}

/** Takes back what a job did: what it put there goes to the backups, what lay there before comes back. */
export function useUndoSkillJob() {
  const client = useAdminClient();
  const refresh = useSkillRefresh();
  return useMutation({
    mutationFn: async (job: SkillJob) => {
      const backups = await client.skills.backups.query();
      for (const { ref } of job.results) {
        if (ref === null) continue;
        const before = backupOf(backups, ref, job);
        if (before === null) await client.skills.remove.mutate(ref);
        else await client.skills.restoreBackup.mutate({ id: before.id, replace: true });
      }
    },
    onSettled: refresh,
  });
}
