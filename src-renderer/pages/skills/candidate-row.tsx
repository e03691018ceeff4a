/** One skill that was found: what it says of itself, what the checks say of it, and whether it is to be installed. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillCandidate, SkillPlace } from '../../../src-shared/schemas/skills.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useCandidateText } from '../../state/queries/use-skill-jobs.ts';
import { isThere, type SkillChoice } from '../../state/skills/skill-choice.ts';
import { titleOf } from '../../state/skills/skill-rows.ts';
import { failureOf } from '../use-failures.ts';
import { ProblemLine } from './problem-note.tsx';
import { FilesPanel, ReadPanel } from './skill-text-panel.tsx';
import { SkillTools } from './skill-tools.tsx';

export interface CandidateRowProps {
  readonly job: SkillJob;
  readonly candidate: SkillCandidate;
  readonly place: SkillPlace;
  readonly choice: SkillChoice;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onReplace: (isReplaced: boolean) => void;
}

export function CandidateRow({ job, candidate, place, choice, onChoose, onReplace }: CandidateRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const name = titleOf(candidate);
  const canInstall = candidate.problems.length === 0;
  const isChosen = choice.chosen.has(candidate.path);
  const { executableCount, fileCount } = candidate;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  const files = t('skills.files', { count: fileCount, value: format.count(fileCount) });
  return (
    <li aria-label={name} className="flex flex-col gap-1 px-3 py-2">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0 font-medium wrap-anywhere">
          {canInstall ? <Checkbox label={name} isChecked={isChosen} onChange={onChoose} /> : <span className="text-muted">{name}</span>}
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {!canInstall && <Badge tone="bad">{t('skills.badge.broken')}</Badge>}
          <IconButton
            size="smallIcon"
            label={t(isOpen ? 'skills.installer.hidePreview' : 'skills.installer.preview', { name })}
            aria-expanded={isOpen}
            icon={<Icon aria-hidden className="size-4" />}
            onClick={() => setIsOpen(!isOpen)}
          />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-1 pl-6">
        <p title={candidate.description ?? undefined} className="line-clamp-2 wrap-anywhere text-muted">
          {candidate.description ?? t('skills.noDescription')}
        </p>
        <p className="text-[13px] wrap-anywhere text-muted tabular-nums">
          {[candidate.path, format.bytes(candidate.sizeBytes), files].filter((fact) => fact !== '').join(' · ')}
        </p>
        <SkillTools tools={candidate.allowedTools} />
        {executableCount > 0 && (
          <p className="text-[13px] text-warn">
            {t('skills.installer.executables', { count: executableCount, value: format.count(executableCount) })}
          </p>
        )}
        {candidate.problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no other identity and come all at once
          <ProblemLine key={index} problem={problem} />
        ))}
        {canInstall && isThere(candidate, place) && (
          <div className="flex flex-col gap-1">
            <p className="text-[13px] text-warn">{t('skills.installer.there')}</p>
            {isChosen && <Checkbox label={t('skills.installer.replace')} isChecked={choice.replaced.has(candidate.path)} onChange={onReplace} />}
          </div>
        )}
        {isOpen && <Preview job={job} candidate={candidate} />}
      </div>
    </li>
  );
}

function Preview({ job, candidate }: Pick<CandidateRowProps, 'job' | 'candidate'>) {
  const text = useCandidateText(job, candidate.path);
  return (
    <div className="mt-1 flex flex-col gap-3 rounded-md border border-line bg-page p-3">
      <DataPanel data={text.data} failure={failureOf(text)} skeleton={<Skeleton rows={3} rowHeight="h-8" />} onRepair={() => void text.refetch()}>
        {(data) => (
          <>
            <ReadPanel text={data} />
            <FilesPanel text={data} />
          </>
        )}
      </DataPanel>
    </div>
  );
}
