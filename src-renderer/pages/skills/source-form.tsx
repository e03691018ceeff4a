/** Where skills are to come from: a repository on GitHub, a ZIP file or a folder on this computer. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SKILL_ARCHIVE_BYTES, type SkillInstallSource } from '../../../src-shared/schemas/skill-job.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useSettings } from '../../state/queries/use-settings.ts';
import { type GithubSource, readGithubSource } from '../../state/skills/github-source.ts';

const KINDS = ['github', 'zip', 'folder'] as const;
type SourceKind = (typeof KINDS)[number];

/** What has been entered so far; it stays when a search is given up. */
export interface SourceDraft {
  readonly kind: SourceKind;
  readonly repository: string;
  readonly folder: string;
}

export interface SourceFormProps {
  readonly draft: SourceDraft;
  readonly onDraft: (change: Partial<SourceDraft>) => void;
  /** What the core said to the last try, in the words of the page. */
  readonly refusal: string | null;
  readonly isBusy: boolean;
  readonly onFind: (source: SkillInstallSource) => void;
  readonly onFile: (file: File) => void;
}

const EXAMPLES = ['anthropics/skills', 'https://github.com/anthropics/skills/tree/main/skills/pdf'] as const;

export const EMPTY_DRAFT: SourceDraft = { kind: 'github', repository: '', folder: '' };

export function SourceForm({ draft, onDraft, refusal, isBusy, onFind, onFile }: SourceFormProps) {
  const { t } = useTranslation();
  const { kind } = draft;
  const base = { refusal, isBusy };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Segmented
          label={t('skills.installer.from')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`skills.installer.kinds.${value}`) }))}
          onChange={(next) => onDraft({ kind: next })}
        />
      </div>
      {kind === 'github' && (
        <RepositoryField
          {...base}
          text={draft.repository}
          onText={(repository) => onDraft({ repository })}
          onFind={(text) => onFind({ kind: 'github', text })}
        />
      )}
      {kind === 'zip' && <ZipField {...base} onFile={onFile} />}
      {kind === 'folder' && (
        <FolderField {...base} text={draft.folder} onText={(folder) => onDraft({ folder })} onFind={(path) => onFind({ kind: 'folder', path })} />
      )}
    </div>
  );
}

interface TextSourceProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly refusal: string | null;
  readonly isBusy: boolean;
  readonly onFind: (text: string) => void;
}

function RepositoryField({ text, onText, refusal, isBusy, onFind }: TextSourceProps) {
  const { t } = useTranslation();
  const [isTouched, setIsTouched] = useState(false);
  const githubUrl = useSettings().data?.settings.skills.githubUrl;
  const source = readGithubSource(text, githubUrl === undefined ? null : (URL.parse(githubUrl)?.host ?? null));
  const said = useSourceWords(source);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTouched(true);
    if (source.kind === 'repository') onFind(text.trim());
  };
  // While somebody types nothing is wrong yet, unless it can become nothing right.
  const isWrong = source.kind === 'other-site' || (isTouched && source.kind !== 'repository');
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('skills.installer.repository')}
        hint={t('skills.installer.repositoryHint')}
        error={isWrong ? said : (refusal ?? undefined)}
        value={text}
        placeholder={EXAMPLES[0]}
        autoFocus
        className="font-mono text-[13px]"
        onBlur={() => setIsTouched(text.trim() !== '')}
        onChange={(event) => onText(event.target.value)}
        aside={
          <Button type="submit" variant="primary" disabled={isBusy || source.kind !== 'repository'}>
            {t('skills.installer.find')}
          </Button>
        }
      />
      <p aria-live="polite" className="min-h-5 wrap-anywhere text-ok">
        {source.kind === 'repository' ? said : ''}
      </p>
      <div className="flex flex-wrap items-center gap-2 text-[13px] text-muted">
        {t('skills.installer.repositoryExamples')}
        {EXAMPLES.map((example) => (
          <button
            key={example}
            type="button"
            onClick={() => onText(example)}
            className="max-w-full rounded bg-sunken px-1.5 py-px text-left font-mono wrap-anywhere hover:bg-hover hover:text-text"
          >
            {example}
          </button>
        ))}
      </div>
    </form>
  );
}

function useSourceWords(source: GithubSource): string {
  const { t } = useTranslation();
  switch (source.kind) {
    case 'empty':
    case 'incomplete':
      return t('skills.installer.incomplete');
    case 'other-site':
      return t('skills.installer.otherSite', { host: source.host });
    case 'repository': {
      const { owner, repo, rest } = source;
      return rest === '' ? t('skills.installer.wholeRepository', { owner, repo }) : t('skills.installer.partOfRepository', { owner, repo, rest });
    }
  }
}

function ZipField({ refusal, isBusy, onFile }: { readonly refusal: string | null; readonly isBusy: boolean; readonly onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const limit = useFormat().bytes(SKILL_ARCHIVE_BYTES);
  const [fault, setFault] = useState<string | null>(null);
  const take = (file: File) => {
    const { name } = file;
    const isZip = /\.(?:zip|skill)$/i.test(name);
    const found = !isZip
      ? t('skills.installer.zipNotZip', { name })
      : file.size > SKILL_ARCHIVE_BYTES
        ? t('skills.installer.zipTooLarge', { name, limit })
        : null;
    setFault(found);
    if (found === null) onFile(file);
  };
  return (
    <div className="flex flex-col gap-2">
      <FileDrop
        label={t('skills.installer.zipLabel')}
        hint={t('skills.installer.zipHint', { limit })}
        accept=".zip,.skill,application/zip"
        isDisabled={isBusy}
        onFile={take}
      />
      <p role="alert" className="wrap-anywhere text-bad empty:hidden">
        {fault ?? refusal}
      </p>
    </div>
  );
}

function FolderField({ text, onText, refusal, isBusy, onFind }: TextSourceProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onFind(text.trim());
  };
  return (
    <form noValidate onSubmit={submit}>
      <TextField
        label={t('skills.installer.folder')}
        hint={t('skills.installer.folderHint')}
        error={refusal ?? undefined}
        value={text}
        placeholder="/home/user/shop"
        autoFocus
        className="font-mono text-[13px]"
        onChange={(event) => onText(event.target.value)}
        aside={
          <Button type="submit" variant="primary" disabled={isBusy || text.trim() === ''}>
            {t('skills.installer.find')}
          </Button>
        }
      />
    </form>
  );
}
