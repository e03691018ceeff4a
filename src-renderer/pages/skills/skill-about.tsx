/** Where a skill lies, where it came from and how large it is. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillSource, SkillView } from '../../../src-shared/schemas/skills.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { folderOf } from '../../state/skills/skill-key.ts';
import { SkillTools } from './skill-tools.tsx';
import { useSkillWords } from './use-skill-words.ts';

export function SkillAbout({ skill }: { readonly skill: SkillView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSkillWords();
  const files = t('skills.files', { count: skill.fileCount, value: format.count(skill.fileCount) });
  return (
    <dl className="flex flex-col gap-3">
      <Fact name={t('skills.detail.place')}>
        {words.place(skill.place, 1)} <Path text={folderOf(skill.place)} />
      </Fact>
      <Fact name={t('skills.detail.path')}>
        <Path text={skill.path} copied={t('skills.detail.path')} />
      </Fact>
      <Fact name={t('skills.detail.folderName')}>
        <Path text={skill.folderName} />
      </Fact>
      <Fact name={t('skills.detail.size')}>
        {format.bytes(skill.sizeBytes)} · {files}
      </Fact>
      {skill.allowedTools.length > 0 && (
        <Fact name={t('skills.tools')}>
          <SkillTools tools={skill.allowedTools} isWhole />
        </Fact>
      )}
      <Fact name={t('skills.detail.source')}>
        <SourceFacts source={skill.source} />
      </Fact>
      <Fact name={t('skills.detail.installed')}>{skill.installedAtMs === null ? t('common.unknown') : format.instant(skill.installedAtMs)}</Fact>
      <Fact name={t('skills.detail.hash')}>
        {skill.contentHash === null ? t('common.unknown') : <Path text={skill.contentHash} copied={t('skills.detail.hash')} />}
      </Fact>
    </dl>
  );
}

function SourceFacts({ source }: { readonly source: SkillSource | null }) {
  const { t } = useTranslation();
  const words = useSkillWords();
  if (source === null) return words.source(null);
  const where = source.kind === 'github' ? null : source.kind === 'zip' ? source.file : source.folder;
  return (
    <div className="flex flex-col">
      <span>{words.source(source)}</span>
      {where !== null && <Path text={where} />}
      {source.path !== '' && <Path text={source.path} />}
      {source.kind === 'github' && (
        <>
          <span className="text-muted">
            {t('skills.detail.branch')}: {source.ref ?? t('skills.detail.defaultBranch')}
          </span>
          <span className="text-muted">
            {t('skills.detail.commit')}: <code className="font-mono text-[13px]">{source.commit.slice(0, 12)}</code>
          </span>
        </>
      )}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** @param copied what a button copies; absent: there is none. */
function Path({ text, copied }: { readonly text: string; readonly copied?: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="font-mono text-[13px] wrap-anywhere">{text}</code>
      {copied !== undefined && <CopyButton text={text} what={copied} />}
    </span>
  );
}
