/** Questions and commands about Claude Code's own files. */
import { z } from 'zod';
import {
  claudeApplyInputSchema,
  claudeBackupDiffSchema,
  claudeBackupInputSchema,
  claudeBackupSchema,
  claudeConflictSchema,
  claudeFolderInputSchema,
  claudeFolderViewSchema,
  claudeSwitchInputSchema,
  claudeSwitchSchema,
} from '../../../src-shared/schemas/claude-settings.ts';
import { claudeDiffSchema, claudeSettingsStateSchema } from '../../../src-shared/schemas/status.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function claudeProcedures({ claude }: Pick<AdminServices, 'claude'>) {
  const inFolder = claudeFolderInputSchema.prefault({});
  return router({
    state: procedure.output(claudeSettingsStateSchema).query(() => claude.state()),
    folders: procedure.output(z.array(claudeFolderViewSchema)).query(async () => [...(await claude.folders())]),
    diff: procedure
      .input(inFolder)
      .output(claudeDiffSchema)
      .query(({ input }) => claude.diff(input.folder)),
    // Not `apply`: tRPC reserves the names of function methods.
    applySettings: procedure
      .input(claudeApplyInputSchema.prefault({}))
      .output(claudeSettingsStateSchema)
      .mutation(({ input }) => claude.apply({ takeOver: input.takeOver }, input.folder)),
    restore: procedure
      .input(inFolder)
      .output(claudeSettingsStateSchema)
      .mutation(({ input }) => claude.restore(input.folder)),
    switches: procedure
      .input(inFolder)
      .output(z.array(claudeSwitchSchema))
      .query(async ({ input }) => [...(await claude.switches(input.folder))]),
    setSwitch: procedure
      .input(claudeSwitchInputSchema)
      .output(z.array(claudeSwitchSchema))
      .mutation(async ({ input }) => [...(await claude.setSwitch(input.name, input.isOn, input.folder))]),
    conflicts: procedure
      .input(inFolder)
      .output(z.array(claudeConflictSchema))
      .query(async ({ input }) => [...(await claude.conflicts(input.folder))]),
    backups: procedure
      .input(inFolder)
      .output(z.array(claudeBackupSchema))
      .query(async ({ input }) => [...(await claude.backups(input.folder))]),
    backupDiff: procedure
      .input(claudeBackupInputSchema)
      .output(claudeBackupDiffSchema)
      .query(({ input }) => claude.backupDiff(input.id)),
    restoreBackup: procedure
      .input(claudeBackupInputSchema)
      .output(claudeBackupSchema)
      .mutation(({ input }) => claude.restoreBackup(input.id)),
  });
}
