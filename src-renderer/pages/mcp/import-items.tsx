/** The servers that were found: which are wanted, under which name, what about one of that name, and the values they ask for. */
import { useTranslation } from 'react-i18next';
import type { McpImportPreview } from '../../../src-shared/schemas/mcp.ts';
import { Badge } from '../../components/badge.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { INPUT, TextField } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { askedInputs, type ImportChoice } from '../../state/mcp/import-choices.ts';
import { commandLineOf } from '../../state/mcp/server-groups.ts';
import { useProblemText } from './use-mcp-words.ts';

export interface ImportItemsProps {
  readonly preview: McpImportPreview;
  readonly choices: readonly ImportChoice[];
  readonly onChoices: (choices: readonly ImportChoice[]) => void;
  readonly inputs: Readonly<Record<string, string>>;
  readonly onInputs: (inputs: Readonly<Record<string, string>>) => void;
}

export function ImportItems({ preview, choices, onChoices, inputs, onInputs }: ImportItemsProps) {
  const { t } = useTranslation();
  const asked = askedInputs(preview, choices);
  const change = (key: string, next: Partial<ImportChoice>) =>
    onChoices(choices.map((choice) => (choice.key === key ? { ...choice, ...next } : choice)));
  if (preview.items.length === 0) return <EmptyState title={t('mcpImport.nothing')} text="" />;
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line rounded-md border border-line">
        {preview.items.map((item) => {
          const choice = choices.find(({ key }) => key === item.key);
          return choice === undefined ? null : (
            <li key={item.key} className="px-3 py-2">
              <ImportItem item={item} choice={choice} onChange={(next) => change(item.key, next)} />
            </li>
          );
        })}
      </ul>
      {asked.length > 0 && (
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-semibold">{t('mcpImport.inputs')}</legend>
          {asked.map(({ id, label, isSecret }) => (
            <TextField
              key={id}
              label={label === '' ? id : label}
              type={isSecret ? 'password' : 'text'}
              data-1p-ignore
              className="font-mono text-[13px]"
              value={inputs[id] ?? ''}
              onChange={(event) => onInputs({ ...inputs, [id]: event.target.value })}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

interface ImportItemProps {
  readonly item: McpImportPreview['items'][number];
  readonly choice: ImportChoice;
  readonly onChange: (choice: Partial<ImportChoice>) => void;
}

const CONFLICTS = ['rename', 'replace', 'skip'] as const;

function ImportItem({ item: { key, config, problem, isTaken, isEnabled, freeName, name: proposed }, choice, onChange }: ImportItemProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const line = commandLineOf({ config });
  const choose = (conflict: ImportChoice['conflict']) => onChange({ conflict, name: conflict === 'replace' ? proposed : freeName });
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        {config !== null && !isTaken && (
          <Checkbox
            label={t('mcpImport.choose', { name: key })}
            isLabelHidden
            isChecked={choice.conflict !== 'skip'}
            onChange={(isOn) => onChange({ conflict: isOn ? 'rename' : 'skip' })}
          />
        )}
        {config === null || choice.conflict !== 'rename' ? (
          <span className="min-w-0 truncate font-semibold">{proposed}</span>
        ) : (
          <input
            aria-label={t('mcpImport.nameAs', { name: key })}
            value={choice.name}
            spellCheck={false}
            autoComplete="off"
            className={classNames(INPUT, 'w-56 font-mono text-[13px]')}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
        {config !== null && <Badge>{t(`mcp.types.${config.type}`)}</Badge>}
        {!isEnabled && <Badge>{t('mcpImport.off')}</Badge>}
        {isTaken && <Badge tone="warn">{t('mcpImport.taken')}</Badge>}
        {isTaken && config !== null && (
          <Select
            label={t('mcpImport.conflict', { name: key })}
            value={choice.conflict}
            options={CONFLICTS.map((value) => ({ value, label: t(`mcpImport.conflicts.${value}`) }))}
            onChange={choose}
          />
        )}
      </div>
      {line !== '' && (
        <p title={line} className="truncate font-mono text-[13px] text-muted">
          {line}
        </p>
      )}
      {problem !== null && (
        <p className={classNames('text-[13px] break-words', config === null ? 'text-bad' : 'text-warn')}>{problemText(problem)}</p>
      )}
    </div>
  );
}
