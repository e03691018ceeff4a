/** The procedures about skills as the CLI calls them over the admin socket; a part of the client in admin-client.ts. */
import type { createTRPCClient } from '@trpc/client';
import type { AdminRouter } from '../admin/router.ts';
import type { AdminCaller } from './admin-caller.ts';

export function skillCaller(
  skills: ReturnType<typeof createTRPCClient<AdminRouter>>['skills'],
  ask: <T>(answer: Promise<T>) => Promise<T>,
): AdminCaller['skills'] {
  return {
    list: (input) => ask(skills.list.query(input)),
    read: (input) => ask(skills.read.query(input)),
    extras: (input) => ask(skills.extras.query(input)),
    setEnabled: (input) => ask(skills.setEnabled.mutate(input)),
    remove: (input) => ask(skills.remove.mutate(input)),
    backups: () => ask(skills.backups.query()),
    restoreBackup: (input) => ask(skills.restoreBackup.mutate(input)),
    deleteBackup: (input) => ask(skills.deleteBackup.mutate(input)),
    jobs: () => ask(skills.jobs.query()),
    job: (input) => ask(skills.job.query(input)),
    find: (input) => ask(skills.find.mutate(input)),
    readCandidate: (input) => ask(skills.readCandidate.query(input)),
    choose: (input) => ask(skills.choose.mutate(input)),
    check: (input) => ask(skills.check.mutate(input)),
    diff: (input) => ask(skills.diff.query(input)),
    update: (input) => ask(skills.update.mutate(input)),
    cancel: (input) => ask(skills.cancel.mutate(input)),
    upload: (input) => ask(skills.upload.mutate(input)),
    uploadPart: (input) => ask(skills.uploadPart.mutate(input)),
  };
}
