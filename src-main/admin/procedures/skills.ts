/** Questions and commands about Claude Code's skills. What takes time answers at once with a job; `job` tells how it goes. */
import { z } from 'zod';
import {
  skillCandidateInputSchema,
  skillCheckInputSchema,
  skillChooseInputSchema,
  skillDiffInputSchema,
  skillDiffSchema,
  skillFindInputSchema,
  skillJobIdInputSchema,
  skillJobSchema,
  skillUpdateInputSchema,
  skillUploadInputSchema,
  skillUploadPartSchema,
  skillUploadSchema,
} from '../../../src-shared/schemas/skill-job.ts';
import {
  skillBackupIdInputSchema,
  skillBackupSchema,
  skillExtraSchema,
  skillListInputSchema,
  skillListSchema,
  skillRefSchema,
  skillRestoreInputSchema,
  skillSwitchSchema,
  skillTextSchema,
  skillViewSchema,
} from '../../../src-shared/schemas/skills.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function skillProcedures({ skills }: Pick<AdminServices, 'skills'>) {
  return router({
    list: procedure
      .input(skillListInputSchema)
      .output(skillListSchema)
      .query(({ input }) => skills.list(input)),
    read: procedure
      .input(skillRefSchema)
      .output(skillTextSchema)
      .query(({ input }) => skills.read(input)),
    extras: procedure
      .input(skillListInputSchema)
      .output(z.array(skillExtraSchema))
      .query(async ({ input }) => [...(await skills.extras(input))]),
    setEnabled: procedure
      .input(skillSwitchSchema)
      .output(skillViewSchema)
      .mutation(({ input }) => skills.setEnabled(input.ref, input.isEnabled)),
    remove: procedure
      .input(skillRefSchema)
      .output(skillBackupSchema)
      .mutation(({ input }) => skills.remove(input)),
    backups: procedure.output(z.array(skillBackupSchema)).query(async () => [...(await skills.backups())]),
    restoreBackup: procedure
      .input(skillRestoreInputSchema)
      .output(skillViewSchema)
      .mutation(({ input }) => skills.restoreBackup(input.id, { replace: input.replace })),
    deleteBackup: procedure
      .input(skillBackupIdInputSchema)
      .output(z.void())
      .mutation(({ input }) => skills.deleteBackup(input.id)),
    ...jobProcedures(skills),
    upload: procedure
      .input(skillUploadInputSchema)
      .output(skillUploadSchema)
      .mutation(({ input }) => skills.upload(input)),
    uploadPart: procedure
      .input(skillUploadPartSchema)
      .output(z.void())
      .mutation(({ input }) => skills.uploadPart(input.uploadId, input.offset, Buffer.from(input.base64, 'base64'))),
  });
}

function jobProcedures(skills: AdminServices['skills']) {
  return {
    jobs: procedure.output(z.array(skillJobSchema)).query(() => [...skills.jobs()]),
    job: procedure
      .input(skillJobIdInputSchema)
      .output(skillJobSchema)
      .query(({ input }) => skills.job(input.id)),
    find: procedure
      .input(skillFindInputSchema)
      .output(skillJobSchema)
      .mutation(({ input }) => skills.find(input)),
    readCandidate: procedure
      .input(skillCandidateInputSchema)
      .output(skillTextSchema)
      .query(({ input }) => skills.readCandidate(input.id, input.path)),
    choose: procedure
      .input(skillChooseInputSchema)
      .output(skillJobSchema)
      .mutation(({ input }) => skills.choose(input)),
    check: procedure
      .input(skillCheckInputSchema)
      .output(skillJobSchema)
      .mutation(({ input }) => skills.check(input)),
    diff: procedure
      .input(skillDiffInputSchema)
      .output(skillDiffSchema)
      .query(({ input }) => skills.diff(input.id, input.ref)),
    update: procedure
      .input(skillUpdateInputSchema)
      .output(skillJobSchema)
      .mutation(({ input }) => skills.update(input)),
    cancel: procedure
      .input(skillJobIdInputSchema)
      .output(skillJobSchema)
      .mutation(({ input }) => skills.cancel(input.id)),
  };
}
