/** Shows what would be written to Claude Code's settings, and writes it. */
import { useTranslation } from 'react-i18next';
import type { ClaudeDiff } from '../../../src-shared/schemas/status.ts';
import { Button } from '../../components/button.tsx';
import { DataPanel, FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DiffView } from '../../components/diff-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useClaudeCommands } from '../../state/commands/use-instance-commands.ts';
import { useClaudeDiff } from '../../state/queries/use-claude-diff.ts';
import { failureOf } from '../use-failures.ts';

export interface ClaudeDiffDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ClaudeDiffDialog({ isOpen, onClose }: ClaudeDiffDialogProps) {
  const { t } = useTranslation();
  const diff = useClaudeDiff(isOpen);
  const { apply } = useClaudeCommands();
  const failure = failureOf(apply);
  const write = (takeOver: boolean) =>
    apply.mutate(
      { takeOver },
      {
        onSuccess: () => {
          showDone(t('settings.claude.applied'));
          onClose();
        },
      },
    );
  const hasChanges = diff.data !== undefined && diff.data.diff !== '';
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" disabled={!hasChanges || apply.isPending} onClick={() => write(false)}>
        {t('settings.claude.apply')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('settings.claude.dialogTitle')}
      description={t('settings.claude.dialogText')}
      isOpen={isOpen}
      onClose={onClose}
      footer={footer}
      isWide
    >
      {failure !== null && <FailureBanner failure={failure} onRepair={(repair) => write(repair === 'take-over')} />}
      <DataPanel
        data={diff.data}
        failure={failureOf(diff)}
        skeleton={<Skeleton rows={4} rowHeight="h-12" />}
        isEmpty={(data) => data.diff === ''}
        empty={<p className="py-4">{t('settings.claude.nothing')}</p>}
        onRepair={() => void diff.refetch()}
      >
        {(data) => <Changes diff={data} />}
      </DataPanel>
    </Dialog>
  );
}

function Changes({ diff }: { readonly diff: ClaudeDiff }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <section>
        <h3 className="mb-1 font-semibold">{t('settings.claude.keys')}</h3>
        <ul className="flex flex-col gap-2">
          {diff.keys.map(({ key, before, after, explanation }) => (
            <li key={key}>
              <p className="font-mono text-[13px] break-all">
                {key}: <span className="text-muted">{before ?? t('common.none')}</span> → {after ?? t('common.none')}
              </p>
              <p className="text-[13px] text-muted">{explanation}</p>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className="mb-1 font-semibold">{t('settings.claude.diff')}</h3>
        <p className="mb-1 font-mono text-[13px] break-all text-muted">{diff.file}</p>
        <DiffView label={t('settings.claude.diff')} diff={diff.diff} />
      </section>
    </div>
  );
}
