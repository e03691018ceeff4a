/** What the search for updates found: each with what it would change, to be applied one by one or all together. */
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillRef } from '../../../src-shared/schemas/skills.ts';
import { Button } from '../../components/button.tsx';
import { FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useUndoSkillJob } from '../../state/commands/use-skill-commands.ts';
import { useSkillJobCommands } from '../../state/commands/use-skill-job-commands.ts';
import { isUnderWay, openUpdates } from '../../state/skills/skill-job-state.ts';
import { skillKey } from '../../state/skills/skill-key.ts';
import { failureOf, useReportFailure } from '../use-failures.ts';
import { JobProgress } from './job-progress.tsx';
import { UpdateRow } from './update-row.tsx';

export interface UpdatesDialogProps {
  /** Null: nobody has looked yet. */
  readonly job: SkillJob | null;
  readonly onClose: () => void;
}

export function UpdatesDialog({ job, onClose }: UpdatesDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { update } = useSkillJobCommands();
  const failure = failureOf(update);
  const open = openUpdates(job);
  // One that was changed here is only overwritten by its own button.
  const safe = [...open.values()].filter(({ hasLocalChanges }) => !hasLocalChanges).map(({ ref }) => ref);
  const isBusy = update.isPending || (job !== null && isUnderWay(job));
  const apply = (refs: SkillRef[], overwriteChanges: boolean) => job !== null && update.mutate({ id: job.id, refs, overwriteChanges });
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.close')}</Button>
      {safe.length > 1 && (
        <Button variant="primary" disabled={isBusy} onClick={() => apply(safe, false)}>
          {t('skills.update.applyAll', { count: safe.length, value: format.count(safe.length) })}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={t('skills.update.title')} description={t('skills.update.text')} isOpen isWide onClose={onClose} footer={footer}>
      <div className="flex flex-col gap-3">
        {failure !== null && <FailureBanner failure={failure} onRepair={update.reset} />}
        {job !== null && isUnderWay(job) && <JobProgress phase={job.phase} doneBytes={job.doneBytes} totalBytes={job.totalBytes} onCancel={null} />}
        {job !== null && <Applied job={job} />}
        {job === null || job.updates.length === 0 ? (
          <p className="py-4">{t('skills.update.nothing')}</p>
        ) : (
          <ul className="divide-y divide-line rounded-md border border-line">
            {job.updates.map((one) => {
              const key = skillKey(one.ref);
              return (
                <UpdateRow
                  key={key}
                  job={job}
                  update={one}
                  result={
                    job.results.find(({ ref, folderName }) => (ref === null ? folderName === one.ref.folderName : skillKey(ref) === key)) ?? null
                  }
                  isBusy={isBusy}
                  onApply={(overwrite) => apply([one.ref], overwrite)}
                />
              );
            })}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

/** How many were updated, with the way back. */
function Applied({ job }: { readonly job: SkillJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndoSkillJob();
  const onError = useReportFailure();
  const count = job.results.filter(({ ref }) => ref !== null).length;
  if (count === 0 || isUnderWay(job)) return null;
  const takeBack = () => undo.mutate(job, { onError, onSuccess: () => showDone(t('skills.installer.undone')) });
  return (
    <p role="status" className="flex flex-wrap items-center justify-between gap-2">
      {undo.isSuccess ? t('skills.installer.undone') : t('skills.update.applied', { count, value: format.count(count) })}
      {!undo.isSuccess && (
        <Button size="small" disabled={undo.isPending} onClick={takeBack}>
          {t('skills.installer.undo')}
        </Button>
      )}
    </p>
  );
}
