/** How the last search for updates went: under way, nothing, some, or why not. */
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { failedUpdates, isUnderWay, openUpdates } from '../../state/skills/skill-job-state.ts';
import { JobProgress } from './job-progress.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface UpdateBannerProps {
  /** Null: nobody has looked for updates. */
  readonly job: SkillJob | null;
  /** The user asked for it just now: then no news is news too. */
  readonly isAsked: boolean;
  readonly onShow: () => void;
  readonly onCancel: (id: string) => void;
}

export function UpdateBanner({ job, isAsked, onShow, onCancel }: UpdateBannerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (job === null) return null;
  if (isUnderWay(job)) {
    return (
      <div className="mb-3 rounded-md border border-line bg-surface px-3 py-2">
        <p className="text-muted">{t('skills.update.running')}</p>
        <JobProgress
          phase={job.phase}
          doneBytes={job.doneBytes}
          totalBytes={job.totalBytes}
          onCancel={job.phase === 'installing' ? null : () => onCancel(job.id)}
        />
      </div>
    );
  }
  if (job.phase === 'failed' && job.problem !== null)
    return isAsked ? (
      <div className="mb-3">
        <ProblemNote problem={job.problem} />
      </div>
    ) : null;
  const available = openUpdates(job).size;
  const failed = failedUpdates(job);
  if (available === 0 && !isAsked) return null;
  const parts = [
    available > 0 ? t('skills.update.available', { count: available, value: format.count(available) }) : null,
    failed > 0 ? t('skills.update.failed', { count: failed, value: format.count(failed) }) : null,
    job.updates.length === 0 ? t('skills.update.nothing') : null,
    available === 0 && failed === 0 && job.updates.length > 0 ? t('skills.update.none') : null,
  ].filter((part) => part !== null);
  const action = (available > 0 || failed > 0) && (
    <Button size="small" onClick={onShow}>
      {t('skills.update.show')}
    </Button>
  );
  return (
    <Banner tone={failed > 0 && available === 0 ? 'warn' : 'info'} className="mb-3" action={action}>
      {parts.join(' ')}
    </Banner>
  );
}
