/** What was removed, replaced or updated, to be put back or deleted for good. */
import { ArchiveRestore, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillBackup } from '../../../src-shared/schemas/skills.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { useSkillCommands } from '../../state/commands/use-skill-commands.ts';
import { useSkillBackups } from '../../state/queries/use-skills.ts';
import { readFailure } from '../../state/read-failure.ts';
import { folderOf } from '../../state/skills/skill-key.ts';
import { failureOf, useFailureText, useRepair } from '../use-failures.ts';
import { useSkillWords } from './use-skill-words.ts';

const AGO_STEP_MS = 60_000;

export function BackupsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const backups = useSkillBackups();
  const repair = useRepair(backups.refetch);
  return (
    <Dialog title={t('skills.backup.title')} description={t('skills.backup.text')} isOpen isWide onClose={onClose}>
      <DataPanel
        data={backups.data}
        failure={failureOf(backups)}
        skeleton={<Skeleton rows={3} rowHeight="h-12" />}
        isEmpty={(list) => list.length === 0}
        empty={<p className="py-4 text-muted">{t('skills.backup.empty')}</p>}
        onRepair={repair}
      >
        {(list) => (
          <ul aria-label={t('skills.backup.title')} className="divide-y divide-line rounded-md border border-line">
            {list.map((backup) => (
              <BackupRow key={backup.id} backup={backup} />
            ))}
          </ul>
        )}
      </DataPanel>
    </Dialog>
  );
}

function BackupRow({ backup }: { readonly backup: SkillBackup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSkillWords();
  const nowMs = useNow(AGO_STEP_MS);
  const { restore, remove, asked, setAsked, problem } = useBackupActions(backup);
  const name = backup.folderName;
  return (
    <li aria-label={name} className="flex items-start gap-2 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-center gap-2">
          <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
          <Badge>{t(`skills.backup.reason.${backup.reason}`)}</Badge>
          <span title={format.instant(backup.createdAtMs)} className="text-[13px] text-muted tabular-nums">
            {format.ago(backup.createdAtMs, nowMs)} · {format.bytes(backup.sizeBytes)}
          </span>
        </p>
        <p className="text-[13px] wrap-anywhere text-muted">
          {words.place(backup.place, 1)} · <span className="font-mono">{folderOf(backup.place)}</span> · {words.source(backup.source)}
        </p>
        {problem !== null && (
          <p role="alert" className="text-[13px] wrap-anywhere text-bad">
            {problem}
          </p>
        )}
      </div>
      <Button size="small" aria-label={t('skills.backup.restoreOf', { name })} onClick={() => restore(false)}>
        <ArchiveRestore aria-hidden className="size-4" />
        {t('skills.backup.restore')}
      </Button>
      <IconButton
        size="smallIcon"
        label={t('skills.backup.deleteOf', { name })}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={() => setAsked('delete')}
      />
      <ConfirmDialog
        title={t('skills.backup.deleteTitle', { name })}
        text={t('skills.backup.deleteText')}
        action={t('skills.backup.delete')}
        isOpen={asked === 'delete'}
        onConfirm={remove}
        onClose={() => setAsked(null)}
      />
      <ConfirmDialog
        title={t('skills.backup.replaceTitle', { name })}
        text={t('skills.backup.replaceText')}
        action={t('skills.backup.replaceAction')}
        isOpen={asked === 'replace'}
        onConfirm={() => restore(true)}
        onClose={() => setAsked(null)}
      />
    </li>
  );
}

function useBackupActions({ id, folderName: name }: SkillBackup) {
  const { t } = useTranslation();
  const { restoreBackup, deleteBackup } = useSkillCommands();
  const failureText = useFailureText();
  // At its row: a message in the corner would lie behind the dialog.
  const [problem, setProblem] = useState<string | null>(null);
  const onError = (error: unknown) => setProblem(failureText(error));
  const [asked, setAsked] = useState<'delete' | 'replace' | null>(null);
  // The row may be gone when these end, so they are awaited here and not in its callbacks.
  const restore = (replace: boolean) => {
    setProblem(null);
    void restoreBackup.mutateAsync({ id, replace }).then(
      () => showDone(t('skills.restored', { name })),
      (error: unknown) => {
        if (readFailure(error).code === 'SKILL_NAME_TAKEN') setAsked('replace');
        else onError(error);
      },
    );
  };
  const remove = () => void deleteBackup.mutateAsync({ id }).then(() => showDone(t('skills.backup.deleted', { name })), onError);
  return { restore, remove, asked, setAsked, problem };
}
