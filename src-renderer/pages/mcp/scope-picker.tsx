/** Chooses where servers are entered: for every project, for one, or in the project's own file. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { McpOverview, McpScopeKind } from '../../../src-shared/schemas/mcp.ts';
import { Field, TextField } from '../../components/field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Select } from '../../components/select.tsx';

const KINDS: readonly McpScopeKind[] = ['user', 'local', 'project'];

export interface PickedScope {
  readonly kind: McpScopeKind;
  readonly folder: string;
  readonly project: string;
}

export interface ScopePickerProps {
  readonly overview: McpOverview;
  readonly value: PickedScope;
  readonly projectError?: string | undefined;
  readonly onChange: (value: PickedScope) => void;
}

export function ScopePicker({ overview: { folders }, value, projectError, onChange }: ScopePickerProps) {
  const { t } = useTranslation();
  const listId = useId();
  const labelId = useId();
  const projects = folders.find(({ folder }) => folder === value.folder)?.projects ?? [];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-col gap-1">
        <span id={labelId} className="font-medium">
          {t('mcpForm.scope')}
        </span>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Segmented
            label={t('mcpForm.scope')}
            value={value.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t(`mcp.scopes.${kind}`) }))}
            onChange={(kind) => onChange({ ...value, kind })}
          />
          <span className="text-[13px] text-muted">{t(`mcp.scopeHints.${value.kind}`)}</span>
        </div>
      </div>
      {value.kind !== 'project' && folders.length > 1 && (
        <Field label={t('mcpForm.folder')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={t('mcpForm.folder')}
              describedBy={describedBy}
              className="max-w-full self-start"
              value={value.folder}
              options={folders.map(({ folder }) => ({ value: folder, label: folder }))}
              onChange={(folder) => onChange({ ...value, folder })}
            />
          )}
        </Field>
      )}
      {value.kind !== 'user' && (
        <>
          <TextField
            label={t('mcpForm.project')}
            hint={t('mcpForm.projectHint')}
            error={projectError}
            list={listId}
            className="font-mono text-[13px]"
            value={value.project}
            onChange={(event) => onChange({ ...value, project: event.target.value })}
          />
          <datalist id={listId}>
            {projects.map(({ project }) => (
              <option key={project} value={project} />
            ))}
          </datalist>
        </>
      )}
    </div>
  );
}
