/**
 * Carries out a planned change of settings.json and its undo, step by step, so that the journal is on the disk whenever a value
 * of ours is in the file.
 */
import { dirname, join } from 'node:path';
import type { Logger } from '../platform/logger.ts';
import type { ApplyPlan } from './apply-plan.ts';
import type { BackupReason, KeepBackup } from './claude-backups.ts';
import type { FileOperations } from './file-operations.ts';
import { type Journal, type JournalRead, removeJournal, writeJournal } from './journal.ts';
import { changedMeanwhile, explained, MAX_TRIES, replaceFile } from './replace-file.ts';
import type { TextWork } from './text-tasks.ts';
import { usersFile } from './undo-edit.ts';

export interface CarryOutParts {
  readonly files: FileOperations;
  /** As the user knows it. */
  readonly file: string;
  readonly journalFile: string;
  readonly keep: KeepBackup;
  readonly logger: Logger;
  readonly texts: TextWork;
}

/** @returns False when the file changed meanwhile. @throws CLAUDE_SETTINGS_UNWRITABLE, DATA_FOLDER_UNWRITABLE; the file is then as it was. */
export async function carryOut(parts: CarryOutParts, plan: ApplyPlan, found: JournalRead): Promise<boolean> {
  const { files, file, journalFile, keep } = parts;
  const isThere = plan.current?.equals(plan.wanted) === true;
  // Somebody else's journal for another file must not be lost: its edit is undone first.
  if (found.kind === 'found' && found.journal.target !== plan.target) await undo(parts, found.journal);
  if (isThere && plan.base?.equals(plan.wanted) === true) return true;
  if (!isThere) await keep(file, usersFile(plan.current, found.kind === 'found' ? found.journal : null), 'apply');
  await writeJournal(files, journalFile, plan.journal);
  if (found.kind === 'found' && found.journal.temporaryFile !== plan.journal.temporaryFile) await files.remove(found.journal.temporaryFile);
  if (isThere) return true;
  await explained(file, async () => {
    for (const folder of plan.journal.createdFolders) await files.makeFolder(folder);
  });
  const { temporaryFile } = plan.journal;
  try {
    const isDone = await replaceFile(files, { target: plan.target, temporaryFile, expected: plan.current, wanted: plan.wanted });
    // What was planned on is not there any more, and nothing of ours is in the file: begin afresh.
    if (!isDone && found.kind === 'none') await removeJournal(files, journalFile);
    return isDone;
  } catch (error) {
    // Nothing was written. With an earlier edit of ours in the file the journal is still needed.
    if (found.kind === 'none') await undo(parts, plan.journal).catch(() => undefined);
    throw error;
  }
}

export async function undo(parts: CarryOutParts, journal: Journal): Promise<void> {
  const { files, journalFile, texts } = parts;
  const { target, temporaryFile } = journal;
  for (let tries = 0; ; tries += 1) {
    if (tries === MAX_TRIES) throw changedMeanwhile(target);
    const current = await explained(target, () => files.read(target));
    const wanted = await texts.run('undo', { current, journal, file: target });
    const isDone = wanted === null || current === null ? wanted === current : wanted.equals(current);
    if (!isDone) await keepIfPossible(parts, usersFile(current, journal), 'restore');
    if (isDone || (await replaceFile(files, { target, temporaryFile, expected: current, wanted }))) break;
  }
  await files.remove(temporaryFile);
  for (const folder of journal.createdFolders.toReversed()) await explained(folder, () => files.removeFolderIfEmpty(folder));
  await removeJournal(files, journalFile);
}

/** Puts a file in the place of what is there, as a whole; of what is there a backup is kept before. @throws as carryOut does. */
export async function putInPlace(parts: CarryOutParts, target: string, bytes: Buffer): Promise<void> {
  const { files, file, keep } = parts;
  const missing: string[] = [];
  for (let folder = dirname(target); (await files.info(folder)) === null && dirname(folder) !== folder; folder = dirname(folder))
    missing.unshift(folder);
  await explained(file, async () => {
    for (const folder of missing) await files.makeFolder(folder);
  });
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const current = await explained(file, () => files.read(target));
    if (current?.equals(bytes) === true) return;
    await keep(file, current, 'replace');
    if (await replaceFile(files, { target, temporaryFile: replacementOf(target), expected: current, wanted: bytes })) return;
  }
  throw changedMeanwhile(file);
}

/** What a crash may leave of putInPlace; always the same name, so that the next start finds it. */
export function replacementOf(target: string): string {
  return join(dirname(target), '.code-proxy-backup.tmp');
}

/** A full disk must not keep Claude Code from being pointed away from a proxy that is gone; the journal has the original. */
async function keepIfPossible({ keep, file, logger }: CarryOutParts, bytes: Buffer | null, reason: BackupReason): Promise<void> {
  await keep(file, bytes, reason).catch((error: unknown) =>
    logger.warn('a file of Claude Code could not be copied before it was put back', { file, error }),
  );
}
