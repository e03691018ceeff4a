/**
 * What the search for updates found: each with what it would change, and which of them to apply. A search is good for one update;
 * what was left out is looked up again.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillRef } from '../../../src-shared/schemas/skills.ts';
import { Button } from '../../components/button.tsx';
import { FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUndoSkillJob } from '../../state/commands/use-skill-commands.ts';
import { useSkillJobCommands } from '../../state/commands/use-skill-job-commands.ts';
import { isUnderWay, openUpdates } from '../../state/skills/skill-job-state.ts';
import { skillKey } from '../../state/skills/skill-key.ts';
import { failureOf, useFailureText } from '../use-failures.ts';
import { JobProgress } from './job-progress.tsx';
import { UpdateRow } from './update-row.tsx';

export interface UpdatesDialogProps {
  /** Null: nobody has looked yet. */
  readonly job: SkillJob | null;
  /** Null: all skills. */
  readonly onCheck: (refs: SkillRef[] | null) => void;
  readonly onClose: () => void;
}

export function UpdatesDialog({ job, onCheck, onClose }: UpdatesDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { update } = useSkillJobCommands();
  const open = openUpdates(job);
  const canApply = job?.phase === 'choosing';
  // Those that were changed here wait for somebody to say that this may go.
  const [choice, setChoice] = useState<Readonly<Record<string, boolean>>>({});
  const isChosen = (key: string) => choice[key] ?? open.get(key)?.hasLocalChanges === false;
  const chosen = [...open].flatMap(([key, one]) => (isChosen(key) ? [one] : []));
  const count = chosen.length;
  const apply = () =>
    job !== null &&
    update.mutate({ id: job.id, refs: chosen.map(({ ref }) => ref), overwriteChanges: chosen.some(({ hasLocalChanges }) => hasLocalChanges) });
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.close')}</Button>
      {job !== null && !canApply && open.size > 0 && !isUnderWay(job) && (
        <Button onClick={() => onCheck([...open.values()].map(({ ref }) => ref))}>{t('skills.update.again')}</Button>
      )}
      {canApply && open.size > 0 && (
        <Button variant="primary" disabled={count === 0 || update.isPending} onClick={apply}>
          {t('skills.update.applyAll', { count, value: format.count(count) })}
        </Button>
      )}
    </>
  );
  const failure = failureOf(update);
  return (
    <Dialog title={t('skills.update.title')} description={t('skills.update.text')} isOpen isWide onClose={onClose} footer={footer}>
      <div className="flex flex-col gap-3">
        {failure !== null && <FailureBanner failure={failure} onRepair={update.reset} />}
        {job !== null && isUnderWay(job) && <JobProgress phase={job.phase} doneBytes={job.doneBytes} totalBytes={job.totalBytes} onCancel={null} />}
        {job !== null && <Applied job={job} />}
        <Rows job={job} isChosen={isChosen} onChoose={(key, isIn) => setChoice({ ...choice, [key]: isIn })} />
      </div>
    </Dialog>
  );
}

interface RowsProps {
  readonly job: SkillJob | null;
  readonly isChosen: (key: string) => boolean;
  readonly onChoose: (key: string, isChosen: boolean) => void;
}

function Rows({ job, isChosen, onChoose }: RowsProps) {
  const { t } = useTranslation();
  if (job === null || (job.updates.length === 0 && !isUnderWay(job))) return <p className="py-4">{t('skills.update.nothing')}</p>;
  return (
    <ul className="divide-y divide-line rounded-md border border-line empty:hidden">
      {job.updates.map((update) => {
        const key = skillKey(update.ref);
        return <UpdateRow key={`${job.id} ${key}`} job={job} update={update} isChosen={isChosen(key)} onChoose={(isIn) => onChoose(key, isIn)} />;
      })}
    </ul>
  );
}

/** How many were updated, with the way back. */
function Applied({ job }: { readonly job: SkillJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndoSkillJob();
  const failureText = useFailureText();
  const count = job.results.filter(({ ref }) => ref !== null).length;
  if (count === 0 || isUnderWay(job)) return null;
  return (
    <p role="status" className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-ok-soft px-3 py-2 text-ok">
      {undo.isSuccess ? t('skills.installer.undone') : t('skills.update.applied', { count, value: format.count(count) })}
      {!undo.isSuccess && (
        <Button size="small" className="text-text" disabled={undo.isPending} onClick={() => undo.mutate(job)}>
          {t('skills.installer.undo')}
        </Button>
      )}
      {undo.error !== null && (
        <span role="alert" className="basis-full text-bad">
          {failureText(undo.error)}
        </span>
      )}
    </p>
  );
}
