/** One skill that was looked up: whether there is something new, what would change file by file, and whether to apply it. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillDiff, SkillJob, SkillUpdate } from '../../../src-shared/schemas/skill-job.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { DiffView } from '../../components/diff-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useSkillDiff } from '../../state/queries/use-skill-jobs.ts';
import { resultOf } from '../../state/skills/skill-job-state.ts';
import { failureOf } from '../use-failures.ts';
import { ProblemLine } from './problem-note.tsx';
import { useSkillWords } from './use-skill-words.ts';

export interface UpdateRowProps {
  readonly job: SkillJob;
  readonly update: SkillUpdate;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

const TONES: Readonly<Record<SkillUpdate['state'] | 'applied', Tone>> = {
  current: 'ok',
  applied: 'ok',
  available: 'accent',
  gone: 'warn',
  failed: 'bad',
};

export function UpdateRow({ job, update, isChosen, onChoose }: UpdateRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSkillWords();
  const name = update.ref.folderName;
  const result = resultOf(job, update);
  const state = result?.ref != null ? 'applied' : update.state;
  const canChoose = state === 'available' && job.phase === 'choosing';
  const count = update.changedFiles;
  return (
    <li aria-label={name} className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 font-medium wrap-anywhere">
          {canChoose && !update.hasLocalChanges ? <Checkbox label={name} isChecked={isChosen} onChange={onChoose} /> : name}
        </span>
        <Badge tone={TONES[state]}>{t(`skills.update.state.${state}`)}</Badge>
        <span className="min-w-0 flex-1 text-[13px] wrap-anywhere text-muted">
          {[words.place(update.ref.place, 1), words.source(update.source)].join(' · ')}
        </span>
      </div>
      {canChoose && update.hasLocalChanges && (
        <div className="flex flex-col gap-1">
          <p className="text-[13px] text-warn">{t('skills.update.local')}</p>
          <Checkbox label={t('skills.update.overwrite')} isChecked={isChosen} onChange={onChoose} />
        </div>
      )}
      {update.problem !== null && <ProblemLine problem={update.problem} />}
      {result !== null && result.problem !== null && (
        <div>
          <p>{t('skills.update.notApplied', { name })}</p>
          <ProblemLine problem={result.problem} />
        </div>
      )}
      {canChoose && <Changes job={job} update={update} name={name} count={t('skills.update.changed', { count, value: format.count(count) })} />}
    </li>
  );
}

/** @param count how many files change, in words. */
function Changes({ job, update, name, count }: Pick<UpdateRowProps, 'job' | 'update'> & { readonly name: string; readonly count: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={t(isOpen ? 'skills.update.hideDiff' : 'skills.update.showDiff', { name })}
        onClick={() => setIsOpen(!isOpen)}
        className="flex items-center gap-1 self-start rounded text-muted hover:text-text"
      >
        <Icon aria-hidden className="size-4" />
        {count}
      </button>
      {isOpen && <DiffPanel job={job} update={update} />}
    </div>
  );
}

function DiffPanel({ job, update }: Pick<UpdateRowProps, 'job' | 'update'>) {
  const { t } = useTranslation();
  const diff = useSkillDiff(job, update.ref);
  return (
    <DataPanel data={diff.data} failure={failureOf(diff)} skeleton={<Skeleton rows={3} rowHeight="h-8" />} onRepair={() => void diff.refetch()}>
      {(data) => (
        <div className="flex flex-col gap-3">
          {data.files.map((file) => (
            <FileChange key={file.path} file={file} />
          ))}
          {data.isCut && <p className="text-muted">{t('skills.update.diffCut')}</p>}
        </div>
      )}
    </DataPanel>
  );
}

const FILE_TONES = { added: 'ok', changed: 'accent', removed: 'bad' } as const;

function FileChange({ file }: { readonly file: SkillDiff['files'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { path, change, text, beforeBytes, afterBytes } = file;
  return (
    <section aria-label={path}>
      <p className="mb-1 flex items-start gap-2 text-[13px]">
        <Badge tone={FILE_TONES[change]}>{t(`skills.update.file.${change}`)}</Badge>
        <span className="min-w-0 font-mono wrap-anywhere">{path}</span>
      </p>
      {text === null ? (
        <p className="text-[13px] text-muted">{t('skills.update.noText', { before: format.bytes(beforeBytes), after: format.bytes(afterBytes) })}</p>
      ) : (
        <DiffView label={t('skills.update.diffOf', { file: path })} diff={text} />
      )}
    </section>
  );
}
