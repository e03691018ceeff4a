/** What a job is doing, how far it is, and the way to stop it. */
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import { Button } from '../../components/button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useFormat } from '../../components/use-format.ts';
import { shareOf } from '../../state/skills/skill-job-state.ts';

export interface JobProgressProps {
  readonly phase: SkillJob['phase'] | 'uploading';
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  /** Null: it cannot be stopped any more. */
  readonly onCancel: (() => void) | null;
}

export function JobProgress({ phase, doneBytes, totalBytes, onCancel }: JobProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = format.bytes(doneBytes);
  const bytes = totalBytes === null ? t('skills.job.bytes', { done }) : t('skills.job.bytesOf', { done, total: format.bytes(totalBytes) });
  const name = t(`skills.job.${phase}`);
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="mb-1 flex flex-wrap justify-between gap-x-3">
          <span role="status">{name}</span>
          {doneBytes > 0 && <span className="text-muted tabular-nums">{bytes}</span>}
        </p>
        <ProgressBar label={name} share={shareOf({ doneBytes, totalBytes })} />
      </div>
      {onCancel !== null && <Button onClick={onCancel}>{t('skills.job.cancel')}</Button>}
    </div>
  );
}
