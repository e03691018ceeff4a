/** Well-known servers: choose one, fill in what it asks for, and see the whole entry before it is added. */
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickLanguage } from '../../../src-shared/i18n/languages.ts';
import type { McpOverview, McpPreset } from '../../../src-shared/schemas/mcp.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextField } from '../../components/field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { fillInputs } from '../../state/mcp/preset-inputs.ts';
import { configFields, newServerForm, type ServerFormValues } from '../../state/mcp/server-form.ts';
import { useMcpPresets } from '../../state/queries/use-mcp.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { ServerDialog } from './server-dialog.tsx';

export function PresetsDialog({ overview, onClose }: { readonly overview: McpOverview; readonly onClose: () => void }) {
  const [preset, setPreset] = useState<McpPreset | null>(null);
  const [filled, setFilled] = useState<ServerFormValues | null>(null);
  const take = (chosen: McpPreset, inputs: Readonly<Record<string, string>>) => {
    const form = newServerForm(overview, null);
    setFilled({ ...form, ...configFields(fillInputs(chosen.config, inputs)), name: chosen.name });
  };
  const choose = (chosen: McpPreset) => {
    if (chosen.inputs.length === 0) take(chosen, {});
    else setPreset(chosen);
  };
  if (filled !== null) return <ServerDialog overview={overview} server={null} begin={filled} onClose={onClose} />;
  if (preset !== null) return <FillIn preset={preset} onBack={() => setPreset(null)} onFilled={(inputs) => take(preset, inputs)} onClose={onClose} />;
  return <PresetList onChoose={choose} onClose={onClose} />;
}

function PresetList({ onChoose, onClose }: { readonly onChoose: (preset: McpPreset) => void; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const presets = useMcpPresets();
  const repair = useRepair(presets.refetch);
  const language = pickLanguage(i18n.language, []);
  return (
    <Dialog title={t('mcpPresets.title')} description={t('mcpPresets.description')} isOpen onClose={onClose} isWide>
      <DataPanel
        data={presets.data}
        failure={failureOf(presets)}
        skeleton={<Skeleton rows={4} rowHeight="h-16" />}
        isEmpty={(list) => list.length === 0}
        empty={<EmptyState title={t('mcpPresets.none')} text="" />}
        onRepair={repair}
      >
        {(list) => (
          <ul className="grid gap-2 sm:grid-cols-2">
            {list.map((preset) => (
              <li key={preset.id} className="flex flex-col gap-1 rounded-md border border-line p-3">
                <div className="flex items-center gap-2">
                  <h3 className="min-w-0 truncate font-semibold">{preset.title}</h3>
                  <Badge>{t(`mcp.types.${preset.config.type}`)}</Badge>
                </div>
                <p className="flex-1 text-[13px] text-muted">{preset.description[language]}</p>
                <div className="flex flex-wrap items-center gap-2">
                  <Button size="small" aria-label={t('mcpPresets.use', { name: preset.title })} onClick={() => onChoose(preset)}>
                    {t('mcpPresets.choose')}
                  </Button>
                  {preset.needs.length > 0 && (
                    <span className="text-[13px] text-muted">{t('mcpPresets.needs', { programs: preset.needs.join(', ') })}</span>
                  )}
                  <a
                    href={preset.homepage}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={t('mcpPresets.homepage', { name: preset.title })}
                    title={preset.homepage}
                    className="ml-auto inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover"
                  >
                    <ExternalLink aria-hidden className="size-4" />
                  </a>
                </div>
              </li>
            ))}
          </ul>
        )}
      </DataPanel>
    </Dialog>
  );
}

interface FillInProps {
  readonly preset: McpPreset;
  readonly onBack: () => void;
  readonly onFilled: (inputs: Readonly<Record<string, string>>) => void;
  readonly onClose: () => void;
}

function FillIn({ preset, onBack, onFilled, onClose }: FillInProps) {
  const { t, i18n } = useTranslation();
  const formId = useId();
  const language = pickLanguage(i18n.language, []);
  const [inputs, setInputs] = useState<Readonly<Record<string, string>>>({});
  const isReady = preset.inputs.every(({ id }) => (inputs[id] ?? '').trim() !== '');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onFilled(inputs);
  };
  const footer = (
    <>
      <Button onClick={onBack} className="mr-auto">
        {t('mcpImport.back')}
      </Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={!isReady}>
        {t('mcpPresets.next')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('mcpPresets.fillTitle', { name: preset.title })}
      description={preset.description[language]}
      isOpen
      isDirty={Object.values(inputs).some((text) => text !== '')}
      onClose={onClose}
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {preset.inputs.map(({ id, label, isSecret, example }) => (
          <TextField
            key={id}
            name={id}
            label={label[language]}
            hint={example === '' ? undefined : t('mcpPresets.example', { example })}
            type={isSecret ? 'password' : 'text'}
            data-1p-ignore
            className="font-mono text-[13px]"
            value={inputs[id] ?? ''}
            onChange={(event) => setInputs({ ...inputs, [id]: event.target.value })}
          />
        ))}
      </form>
    </Dialog>
  );
}
