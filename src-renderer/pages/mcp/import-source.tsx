/** Where servers are imported from, and into which scope. */
import { useTranslation } from 'react-i18next';
import type { McpImportFrom, McpOverview } from '../../../src-shared/schemas/mcp.ts';
import { classNames } from '../../components/class-names.ts';
import { Field, INPUT } from '../../components/field.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMcpSources } from '../../state/queries/use-mcp.ts';
import { type PickedScope, ScopePicker } from './scope-picker.tsx';

export interface ImportSourceProps {
  readonly overview: McpOverview;
  readonly from: McpImportFrom;
  readonly onFrom: (from: McpImportFrom) => void;
  readonly picked: PickedScope;
  readonly onPicked: (picked: PickedScope) => void;
}

const EXAMPLE = '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "some-server"] } } }';

export function ImportSource({ overview, from, onFrom, picked, onPicked }: ImportSourceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sources = useMcpSources().data ?? [];
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">{t('mcpImport.from')}</legend>
        <Choice name="text" isChosen={from.kind === 'text'} label={t('mcpImport.fromText')} onChoose={() => onFrom({ kind: 'text', text: '' })} />
        {sources.map(({ id, program, file, serverCount }) => (
          <Choice
            key={id}
            name={id}
            isChosen={from.kind === 'source' && from.id === id}
            label={t(`mcpImport.programs.${program}`)}
            hint={t('mcpImport.found', { file, count: serverCount, value: format.count(serverCount) })}
            onChoose={() => onFrom({ kind: 'source', id })}
          />
        ))}
        {sources.length === 0 && <p className="text-[13px] text-muted">{t('mcpImport.noSources')}</p>}
      </fieldset>
      {from.kind === 'text' && (
        <Field label={t('mcpImport.text')} hint={t('mcpImport.textHint')}>
          {({ id, describedBy }) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              rows={8}
              spellCheck={false}
              autoComplete="off"
              placeholder={EXAMPLE}
              value={from.text}
              className={classNames(INPUT, 'h-auto py-2 font-mono text-[13px]')}
              onChange={(event) => onFrom({ kind: 'text', text: event.target.value })}
            />
          )}
        </Field>
      )}
      <section aria-label={t('mcpImport.into')}>
        <ScopePicker overview={overview} value={picked} onChange={onPicked} />
      </section>
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ name, label, hint, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="flex items-baseline gap-2">
      <input type="radio" name="import-from" value={name} checked={isChosen} onChange={onChoose} className="accent-(--strong)" />
      <span className="shrink-0">{label}</span>
      {hint !== undefined && (
        <span title={hint} className="min-w-0 truncate font-mono text-[13px] text-muted">
          {hint}
        </span>
      )}
    </label>
  );
}
