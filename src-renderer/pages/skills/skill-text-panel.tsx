/** SKILL.md and the files beside it: to read, as it is in the file, and as a list. */
import { FileText, Terminal } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillText } from '../../../src-shared/schemas/skills.ts';
import { Badge } from '../../components/badge.tsx';
import { Banner } from '../../components/banner.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { loadedLate } from '../../components/loaded-late.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';

const SkillReading = loadedLate(async () => (await import('./skill-reading.tsx')).SkillReading);

export function ReadPanel({ text }: { readonly text: SkillText }) {
  return (
    <div className="flex flex-col gap-3">
      <CutNote text={text} />
      <Suspense fallback={<Skeleton rows={4} rowHeight="h-10" />}>
        <SkillReading text={text} />
      </Suspense>
    </div>
  );
}

export function SourcePanel({ text }: { readonly text: SkillText }) {
  return (
    <div className="flex flex-col gap-3">
      <CutNote text={text} />
      <div className="relative">
        <div className="absolute top-1 right-1">
          <CopyButton text={text.text} what="SKILL.md" />
        </div>
        <pre className="min-h-10 rounded-md border border-line bg-sunken py-2 pr-10 pl-3 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap">
          {text.text}
        </pre>
      </div>
    </div>
  );
}

export function FilesPanel({ text }: { readonly text: Pick<SkillText, 'files' | 'fileCount'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missing = text.fileCount - text.files.length;
  return (
    <div className="flex flex-col gap-2">
      <ul className="divide-y divide-line rounded-md border border-line">
        {text.files.map(({ path, sizeBytes, isExecutable }) => {
          const Icon = isExecutable ? Terminal : FileText;
          return (
            <li key={path} className="flex items-start gap-2 px-3 py-1.5 text-[13px]">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 font-mono wrap-anywhere">{path}</span>
              {isExecutable && <Badge tone="warn">{t('skills.detail.executable')}</Badge>}
              <span className="shrink-0 text-muted tabular-nums">{format.bytes(sizeBytes)}</span>
            </li>
          );
        })}
      </ul>
      {missing > 0 && <p className="text-muted">{t('skills.detail.moreFiles', { count: missing, value: format.count(missing) })}</p>}
    </div>
  );
}

function CutNote({ text }: { readonly text: SkillText }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!text.isCut) return null;
  return <Banner tone="warn">{t('skills.detail.cut', { size: format.bytes(new TextEncoder().encode(text.text).length) })}</Banner>;
}
