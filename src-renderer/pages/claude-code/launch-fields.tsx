/** What a launch needs to know: folder, model, arguments. */
import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { LaunchOptionsView, LaunchPreview } from '../../../src-shared/schemas/launch.ts';
import { IconButton } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useLaunchCommands } from '../../state/commands/use-launch.ts';

export interface LaunchForm {
  readonly folder: string;
  readonly model: string;
  readonly args: string;
}

export interface LaunchFieldsProps {
  readonly form: LaunchForm;
  readonly options: LaunchOptionsView;
  readonly problem: LaunchPreview['problem'];
  /** As the core understands them. */
  readonly args: readonly string[];
  /** Beside the model. */
  readonly terminal: ReactNode;
  readonly onChange: (changes: Partial<LaunchForm>) => void;
}

/** Names that Claude Code knows; any other model may be typed. */
const MODELS = ['opus', 'sonnet', 'haiku', 'opusplan', 'sonnet[1m]'];
const SHOWN_RECENT = 4;

export function LaunchFields({ form, options, problem, args, terminal, onChange }: LaunchFieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const errorOf = (field: 'folder' | 'args') => (problem?.field === field ? problem.message : undefined);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <TextField
          label={t('launch.folder')}
          hint={t('launch.folderHint')}
          error={errorOf('folder')}
          className="font-mono text-[13px]"
          list={`${id}-folders`}
          value={form.folder}
          onChange={(event) => onChange({ folder: event.target.value })}
        />
        <datalist id={`${id}-folders`}>
          {[...options.recentFolders, ...options.projects].map((folder) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
        <RecentFolders folders={options.recentFolders} onUse={(folder) => onChange({ folder })} />
      </div>
      <div>
        <TextField
          label={t('launch.model')}
          hint={t('launch.modelHint')}
          list={`${id}-models`}
          value={form.model}
          onChange={(event) => onChange({ model: event.target.value })}
        />
        <datalist id={`${id}-models`}>
          {MODELS.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </div>
      {terminal}
      <div className="sm:col-span-2">
        <TextField
          label={t('launch.args')}
          hint={t('launch.argsHint')}
          error={errorOf('args')}
          className="font-mono text-[13px]"
          value={form.args}
          onChange={(event) => onChange({ args: event.target.value })}
        />
        {problem?.field !== 'args' && <Words words={args} />}
      </div>
    </div>
  );
}

/** Spaces and quotes are best understood when every word has a box of its own. */
function Words({ words }: { readonly words: readonly string[] }) {
  const { t } = useTranslation();
  if (words.length === 0) return null;
  // The same word may come twice.
  const boxes = words.map((word, position) => ({ word, id: `${position} ${word}` }));
  return (
    <p className="mt-1 flex flex-wrap items-center gap-1 text-[13px] text-muted">
      {t('launch.understood')}
      {boxes.map(({ word, id }) => (
        <code key={id} className="max-w-full truncate rounded bg-sunken px-1.5 font-mono text-text" title={word}>
          {word === '' ? "''" : word}
        </code>
      ))}
    </p>
  );
}

function RecentFolders({ folders, onUse }: { readonly folders: readonly string[]; readonly onUse: (folder: string) => void }) {
  const { t } = useTranslation();
  const { forget } = useLaunchCommands();
  if (folders.length === 0) return null;
  return (
    <ul aria-label={t('launch.recent')} className="mt-2 flex flex-wrap gap-2">
      {folders.slice(0, SHOWN_RECENT).map((folder) => (
        <li key={folder} className="flex max-w-72 items-center rounded-md border border-line bg-sunken">
          <button
            type="button"
            title={folder}
            aria-label={t('launch.use', { folder })}
            className="truncate py-0.5 pl-2 text-[13px] hover:underline"
            onClick={() => onUse(folder)}
          >
            {folder.split(/[/\\]/).findLast((part) => part !== '') ?? folder}
          </button>
          <IconButton
            size="smallIcon"
            label={t('launch.forget', { folder })}
            icon={<X aria-hidden className="size-3.5" />}
            onClick={() => forget.mutate({ folder })}
          />
        </li>
      ))}
    </ul>
  );
}
