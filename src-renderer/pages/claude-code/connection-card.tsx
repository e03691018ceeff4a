/** Whether Claude Code uses the proxy in this folder, what would change in its settings.json, and writing or undoing it. */
import { useTranslation } from 'react-i18next';
import type { ClaudeFolderView } from '../../../src-shared/schemas/claude-settings.ts';
import type { ClaudeSettingsState } from '../../../src-shared/schemas/status.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataPanel, FailureBanner } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useClaudeCommands } from '../../state/commands/use-claude-commands.ts';
import { useClaudeDiff } from '../../state/queries/use-claude-files.ts';
import { useRepair, useReportFailure } from '../use-failures.ts';
import { failureOnPage } from './failure-on-page.ts';
import { PendingChanges } from './pending-changes.tsx';

const TONES = { unmanaged: 'neutral', applied: 'ok', unread: 'warn', restored: 'neutral', overridden: 'warn', refused: 'bad' } as const;
const CONNECTED: readonly ClaudeSettingsState['kind'][] = ['applied', 'unread', 'overridden'];

export function ConnectionCard({ folder }: { readonly folder: ClaudeFolderView }) {
  const { t } = useTranslation();
  const { state } = folder;
  const diff = useClaudeDiff(folder.folder);
  const { apply, restore } = useClaudeCommands();
  const repair = useRepair(diff.refetch);
  const onError = useReportFailure();
  const words = useCoreWords();
  const failure = failureOnPage(apply);
  const isConnected = CONNECTED.includes(state.kind);
  const write = (takeOver: boolean) =>
    apply.mutate({ folder: folder.folder, takeOver }, { onSuccess: () => showDone(t('claudeCode.connection.written')) });
  const disconnect = () => {
    // What an apply was refused for says nothing any more.
    apply.reset();
    restore.mutate({ folder: folder.folder }, { onError, onSuccess: () => showDone(t('claudeCode.connection.restored')) });
  };
  const isBusy = apply.isPending || restore.isPending;
  const hasChanges = diff.data !== undefined && diff.data.diff !== '';
  return (
    <Card title={t('claudeCode.connection.title')}>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3">
        <div className="min-w-60 flex-1">
          <p className="flex items-center gap-2 font-medium">
            <Badge tone={TONES[state.kind]}>{t(`claudeCode.connection.state.${state.kind}`)}</Badge>
          </p>
          <p className="mt-1 text-[13px] text-muted">{words.sentence(state.message)}</p>
          <p className="flex items-center gap-1 text-[13px] text-muted">
            <code title={state.file} className="truncate font-mono">
              {state.file}
            </code>
            <CopyButton text={state.file} what={t('claudeCode.connection.file')} />
          </p>
        </div>
        <div className="flex gap-2">
          {isConnected && (
            <Button disabled={isBusy} onClick={disconnect}>
              {t('claudeCode.connection.disconnect')}
            </Button>
          )}
          <Button variant="primary" disabled={!hasChanges || isBusy} onClick={() => write(false)}>
            {t(isConnected ? 'claudeCode.connection.write' : 'claudeCode.connection.connect')}
          </Button>
        </div>
      </div>
      {failure !== null && <FailureBanner failure={failure} onRepair={(wanted) => write(wanted === 'take-over')} />}
      <div className="border-t border-line px-4 py-3">
        <DataPanel data={diff.data} failure={failureOnPage(diff)} skeleton={<Skeleton rows={2} rowHeight="h-8" />} onRepair={repair}>
          {(data) => <PendingChanges diff={data} />}
        </DataPanel>
      </div>
    </Card>
  );
}
