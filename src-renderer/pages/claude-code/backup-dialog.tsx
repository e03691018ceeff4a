/** What bringing a copy back would change, and bringing it back. */
import { useTranslation } from 'react-i18next';
import type { ClaudeBackup } from '../../../src-shared/schemas/claude-settings.ts';
import { Button } from '../../components/button.tsx';
import { DataPanel, FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DiffView } from '../../components/diff-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useClaudeCommands } from '../../state/commands/use-claude-commands.ts';
import { useClaudeBackupDiff } from '../../state/queries/use-claude-files.ts';
import { failureOnPage } from './failure-on-page.ts';

export interface BackupDialogProps {
  /** Null: closed. */
  readonly backup: ClaudeBackup | null;
  readonly onClose: () => void;
}

export function BackupDialog({ backup, onClose }: BackupDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const diff = useClaudeBackupDiff(backup?.id ?? null);
  const { restoreBackup } = useClaudeCommands();
  const failure = failureOnPage(restoreBackup);
  const bringBack = (id: string) =>
    restoreBackup.mutate(
      { id },
      {
        onSuccess: () => {
          showDone(t('claudeCode.backups.restored'));
          onClose();
        },
      },
    );
  const isSame = diff.data?.diff === '';
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button
        variant="primary"
        disabled={diff.data === undefined || isSame || restoreBackup.isPending}
        onClick={() => backup !== null && bringBack(backup.id)}
      >
        {t('claudeCode.backups.restore')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('claudeCode.backups.dialogTitle', { when: format.instant(backup?.takenAtMs ?? 0) })}
      description={t('claudeCode.backups.dialogText')}
      isOpen={backup !== null}
      onClose={onClose}
      footer={footer}
      isWide
    >
      {failure !== null && <FailureBanner failure={failure} onRepair={() => backup !== null && bringBack(backup.id)} />}
      <p className="mb-2 font-mono text-[13px] break-all text-muted">{backup?.file}</p>
      <DataPanel
        data={diff.data}
        failure={failureOnPage(diff)}
        skeleton={<Skeleton rows={3} rowHeight="h-8" />}
        isEmpty={(data) => data.diff === ''}
        empty={<p className="py-2">{t('claudeCode.backups.same')}</p>}
        onRepair={() => void diff.refetch()}
      >
        {(data) => <DiffView label={t('claudeCode.connection.diff')} diff={data.diff} />}
      </DataPanel>
    </Dialog>
  );
}
