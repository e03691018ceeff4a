/** Starts Claude Code in a terminal: where, with what, and the command that does the same by hand. */
import { Terminal } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LaunchInputRaw, type LaunchOptionsView, type LaunchPreview, terminalIdSchema } from '../../../src-shared/schemas/launch.ts';
import { Badge } from '../../components/badge.tsx';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useLaunchCommands } from '../../state/commands/use-launch.ts';
import { useLaunchOptions, useLaunchPreview } from '../../state/queries/use-launch-options.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import { failureOf, useFailureText, useRepair } from '../use-failures.ts';
import { LaunchFields, type LaunchForm } from './launch-fields.tsx';
import { LaunchTerminal } from './launch-terminal.tsx';

const INSTALL = 'npm install -g @anthropic-ai/claude-code';

export function LaunchCard() {
  const { t } = useTranslation();
  const options = useLaunchOptions();
  const onRepair = useRepair(() => options.refetch());
  return (
    <div id="launch" className="scroll-mt-16">
      <Card title={t('launch.title')} aside={options.data !== undefined && <Client claude={options.data.claude} />}>
        <DataPanel
          data={options.data}
          failure={failureOf(options)}
          onRepair={onRepair}
          skeleton={
            <div className="p-4">
              <Skeleton rows={10} rowHeight="h-12" />
            </div>
          }
        >
          {(view) => <LaunchPanel options={view} />}
        </DataPanel>
      </Card>
    </div>
  );
}

function Client({ claude }: Pick<LaunchOptionsView, 'claude'>) {
  const { t } = useTranslation();
  if (claude.kind === 'missing') return <Badge tone="bad">{t('launch.missing')}</Badge>;
  const { version, program } = claude;
  return (
    <Badge tone="neutral" title={program}>
      {version === null ? t('launch.unknownVersion') : t('launch.version', { version })}
    </Badge>
  );
}

function LaunchPanel({ options }: { readonly options: LaunchOptionsView }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<LaunchForm>({ folder: options.recentFolders[0] ?? options.projects[0] ?? '', model: '', args: '' });
  const { run } = useLaunchCommands();
  const failureText = useFailureText();
  const preview = useLaunchPreview(inputOf(useDeferredValue(form))).data;
  const problem = preview?.problem ?? null;
  const canOpen = options.noTerminal === null || (preview === undefined ? hasOwnTerminal(options) : preview.terminal !== null);
  const submit = () => run.mutate(inputOf(form), { onSuccess: ({ terminal }) => showDone(t('launch.started', { terminal })) });
  const change = (changes: Partial<LaunchForm>) => {
    run.reset();
    setForm({ ...form, ...changes });
  };
  return (
    <form
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="text-muted">{t('launch.text')}</p>
      {options.claude.kind === 'missing' && <Banner tone="warn">{t('launch.missingText', { command: INSTALL })}</Banner>}
      <LaunchFields
        form={form}
        options={options}
        problem={form.folder === '' ? null : problem}
        args={preview?.args ?? []}
        terminal={<LaunchTerminal options={options} problem={problem?.field === 'terminal' && canOpen ? problem.message : null} />}
        onChange={change}
      />
      {!canOpen && <Banner tone="info">{t('launch.noTerminal')}</Banner>}
      {preview === undefined ? <Skeleton rows={1} rowHeight="h-20" /> : <Typed preview={preview} />}
      {run.isError && <Banner tone="bad">{failureText(run.error)}</Banner>}
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          disabled={run.isPending || !canOpen || form.folder.trim() === '' || problem !== null || options.claude.kind === 'missing'}
        >
          <Terminal aria-hidden className="size-4" />
          {t(run.isPending ? 'launch.running' : 'launch.run')}
        </Button>
      </div>
    </form>
  );
}

/** In the desktop app there is no command line of ours to type. */
function Typed({ preview }: { readonly preview: LaunchPreview }) {
  const { t } = useTranslation();
  const isDesktop = useStatus().data?.host === 'desktop';
  return (
    <section aria-label={t('launch.command')}>
      <CommandLine command={preview.command} effect={t(isDesktop ? 'launch.commandHintApplied' : 'launch.commandHint')} />
    </section>
  );
}

/** A command line of the user's own may do without a display. */
function hasOwnTerminal({ terminal }: LaunchOptionsView): boolean {
  return terminal !== 'auto' && !terminalIdSchema.safeParse(terminal).success;
}

function inputOf({ folder, model, args }: LaunchForm): LaunchInputRaw {
  const name = model.trim();
  return { folder, args, model: name === '' ? null : name };
}
