/** Copies of the files from before our writes: a list, a masked comparison with today's file, and bringing one back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaudeBackup, ClaudeFolderView } from '../../../src-shared/schemas/claude-settings.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useClaudeBackups } from '../../state/queries/use-claude-files.ts';
import { useRepair } from '../use-failures.ts';
import { BackupDialog } from './backup-dialog.tsx';
import { failureOnPage } from './failure-on-page.ts';

/** As the core keeps them. */
const KEPT_OF_EACH = 20;

export function BackupsCard({ folder }: { readonly folder: ClaudeFolderView }) {
  const { t } = useTranslation();
  const backups = useClaudeBackups(folder.folder);
  const repair = useRepair(backups.refetch);
  const [opened, setOpened] = useState<ClaudeBackup | null>(null);
  return (
    <Card title={t('claudeCode.backups.title')}>
      <p className="border-b border-line px-4 py-3 text-[13px] text-muted">{t('claudeCode.backups.hint', { count: KEPT_OF_EACH })}</p>
      <DataPanel
        data={backups.data}
        failure={failureOnPage(backups)}
        skeleton={<Skeleton rows={2} rowHeight="h-9" />}
        isEmpty={(list) => list.length === 0}
        empty={<p className="px-4 py-3">{t('claudeCode.backups.empty')}</p>}
        onRepair={repair}
      >
        {(list) => <BackupTable backups={list} onOpen={setOpened} />}
      </DataPanel>
      <BackupDialog backup={opened} onClose={() => setOpened(null)} />
    </Card>
  );
}

interface BackupTableProps {
  readonly backups: readonly ClaudeBackup[];
  readonly onOpen: (backup: ClaudeBackup) => void;
}

function BackupTable({ backups, onOpen }: BackupTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="max-h-96 overflow-y-auto px-4 pb-2">
      <table aria-label={t('claudeCode.backups.list')} className="w-full text-[13px] tabular-nums">
        <thead className="sticky top-0 bg-surface text-left text-muted">
          <tr>
            <th className="py-2 font-normal">{t('claudeCode.backups.time')}</th>
            <th className="py-2 font-normal">{t('claudeCode.backups.file')}</th>
            <th className="py-2 font-normal">{t('claudeCode.backups.why')}</th>
            <th className="py-2 text-right font-normal">{t('claudeCode.backups.size')}</th>
            <th className="py-2" />
          </tr>
        </thead>
        <tbody>
          {backups.map((backup) => (
            <tr key={backup.id} className="border-t border-line">
              <td className="py-1 pr-3">{format.instant(backup.takenAtMs)}</td>
              <td className="max-w-40 truncate py-1 pr-3 font-mono" title={backup.file}>
                {backup.file.split(/[\\/]/).at(-1)}
              </td>
              <td className="py-1 pr-3">{t(`claudeCode.backups.reason.${backup.reason}`)}</td>
              <td className="py-1 pr-3 text-right">{format.bytes(backup.sizeBytes)}</td>
              <td className="py-1 text-right">
                <Button size="small" onClick={() => onOpen(backup)}>
                  {t('claudeCode.backups.look')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
