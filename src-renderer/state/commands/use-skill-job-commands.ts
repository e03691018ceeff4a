/** Finding, installing and updating skills: each begins or continues a job, which is then asked about by its id. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import { useAdmin, useAdminClient } from '../../api/admin-context.ts';
import { uploadSkillFile } from '../skills/upload-skill-file.ts';

export interface SkillUpload {
  readonly file: File;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

export function useSkillJobCommands() {
  const admin = useAdmin();
  const client = useAdminClient();
  const queries = useQueryClient();
  const put = (job: SkillJob) => {
    queries.setQueryData(admin.skills.job.queryKey({ id: job.id }), job);
    void queries.invalidateQueries({ queryKey: admin.skills.jobs.queryKey() });
  };
  return {
    find: useMutation(admin.skills.find.mutationOptions({ onSuccess: put })),
    choose: useMutation(admin.skills.choose.mutationOptions({ onSuccess: put })),
    check: useMutation(admin.skills.check.mutationOptions({ onSuccess: put })),
    update: useMutation(admin.skills.update.mutationOptions({ onSuccess: put })),
    cancel: useMutation(admin.skills.cancel.mutationOptions({ onSuccess: put })),
    /** Resolves with the id of the upload. */
    upload: useMutation({
      mutationFn: ({ file, signal, onProgress }: SkillUpload) => {
        const uploads = { begin: client.skills.upload.mutate, add: client.skills.uploadPart.mutate };
        return uploadSkillFile(uploads, file, { signal, onProgress });
      },
    }),
  };
}
