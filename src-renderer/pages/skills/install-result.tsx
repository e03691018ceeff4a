/** What an installation came to, with the way back. */
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import { Button } from '../../components/button.tsx';
import { FailureBanner } from '../../components/data-panel.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUndoSkillJob } from '../../state/commands/use-skill-commands.ts';
import { skillKey } from '../../state/skills/skill-key.ts';
import { failureOf } from '../use-failures.ts';
import { ProblemLine } from './problem-note.tsx';

export interface InstallResultProps {
  readonly job: SkillJob;
  readonly onOpen: (key: string) => void;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

export function InstallResult({ job, onOpen, onAgain, onClose }: InstallResultProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndoSkillJob();
  const failure = failureOf(undo);
  const installed = job.results.flatMap(({ ref }) => (ref === null ? [] : [ref]));
  const refused = job.results.filter(({ ref }) => ref === null);
  const count = installed.length;
  return (
    <div className="flex flex-col gap-3">
      {failure !== null && <FailureBanner failure={failure} onRepair={() => undo.mutate(job)} />}
      <div role="status">
        {undo.isSuccess ? (
          <p className="font-medium">{t('skills.installer.undone')}</p>
        ) : (
          <>
            <p className="flex items-center gap-2 font-medium">
              {count > 0 && <CircleCheck aria-hidden className="size-5 text-ok" />}
              {count > 0 ? t('skills.installer.done', { count, value: format.count(count) }) : t('skills.installer.doneNone')}
            </p>
            {count > 0 && <p className="text-muted">{t('skills.installer.doneHint')}</p>}
          </>
        )}
      </div>
      {!undo.isSuccess && count > 0 && (
        <ul className="flex flex-wrap gap-2">
          {installed.map((ref) => (
            <li key={skillKey(ref)} className="max-w-full">
              <Button size="small" title={ref.folderName} className="max-w-full" onClick={() => onOpen(skillKey(ref))}>
                <span className="truncate">{t('skills.installer.openSkill', { name: ref.folderName })}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {refused.map(({ path, folderName, problem }) => (
        <div key={path}>
          <p className="font-medium wrap-anywhere">{t('skills.installer.notInstalled', { name: folderName })}</p>
          {problem !== null && <ProblemLine problem={problem} />}
        </div>
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        {count > 0 && !undo.isSuccess && (
          <Button className="mr-auto" disabled={undo.isPending} onClick={() => undo.mutate(job)}>
            {t('skills.installer.undo')}
          </Button>
        )}
        <Button onClick={onAgain}>{t('skills.installer.again')}</Button>
        <Button variant="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}
