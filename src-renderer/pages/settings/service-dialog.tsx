/** Shows what setting the service up would write and run, and does it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServicePlan } from '../../../src-shared/schemas/service.ts';
import { Badge } from '../../components/badge.tsx';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataPanel, FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useServiceCommands } from '../../state/commands/use-system-commands.ts';
import { useServicePlan } from '../../state/queries/use-service.ts';
import { failureOf, useRepair } from '../use-failures.ts';

const CODE = 'max-h-72 overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap';

export function ServiceDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [claudeSettings, setClaudeSettings] = useState(true);
  const [keepProxyVariables, setKeepProxyVariables] = useState(false);
  const options = { claudeSettings, keepProxyVariables };
  const plan = useServicePlan(options, isOpen);
  const repair = useRepair(plan.refetch);
  const { install } = useServiceCommands();
  const failure = failureOf(install);
  const confirm = () =>
    install.mutate(options, {
      onSuccess: () => {
        showDone(t('service.installed'));
        onClose();
      },
    });
  return (
    <Dialog
      title={t('service.title')}
      description={t('service.plan.description')}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={plan.data === undefined || plan.isPlaceholderData || install.isPending} onClick={confirm}>
            {t('service.plan.install')}
          </Button>
        </>
      }
    >
      <div className="mb-3 flex flex-col gap-2">
        <Checkbox label={t('service.plan.leaveClaude')} isChecked={!claudeSettings} onChange={(isChecked) => setClaudeSettings(!isChecked)} />
        <Checkbox label={t('service.plan.keepProxy')} isChecked={keepProxyVariables} onChange={setKeepProxyVariables} />
      </div>
      {/* A message in the corner would lie behind the dialog. */}
      {failure !== null && <FailureBanner failure={failure} onRepair={confirm} />}
      <DataPanel data={plan.data} failure={failureOf(plan)} skeleton={<Skeleton rows={4} rowHeight="h-16" />} onRepair={repair}>
        {(shown) => <Plan plan={shown} />}
      </DataPanel>
    </Dialog>
  );
}

function Plan({ plan: { files, commands, notes } }: { readonly plan: ServicePlan }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      {files.map(({ path, text, change }) => (
        <div key={path}>
          <p className="mb-1 flex flex-wrap items-center gap-2">
            <code className="font-mono text-[13px] break-all">{path}</code>
            <Badge tone={change === 'changed' ? 'warn' : 'neutral'}>{t(`service.plan.${change}`)}</Badge>
          </p>
          <section
            aria-label={path}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, which needs the focus to be done from the keyboard
            tabIndex={0}
            className={CODE}
          >
            {text.trimEnd()}
          </section>
        </div>
      ))}
      <div>
        <p className="mb-1 font-medium">{t('service.plan.commands')}</p>
        <pre className={CODE}>{commands.join('\n')}</pre>
      </div>
      {notes.map((note) => (
        <Banner key={note} tone="warn">
          {t(`service.note.${note}`)}
        </Banner>
      ))}
    </div>
  );
}
