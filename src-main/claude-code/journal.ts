/**
 * What must be known to undo an edit of Claude Code's settings.json, written and synced before the edit begins. It holds
 * the original bytes, and so whatever credentials they hold: mode 0600, in the data folder, gone after the undo.
 */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { FileOperations } from './file-operations.ts';

const keySchema = z.object({
  key: z.string(),
  /** Where it stands in the file; absent: under `env`. */
  path: z.array(z.string()).min(1).optional(),
  /** Absent: the variable was not there. */
  before: z.unknown().optional(),
  /** Digests of every value that we gave it since; see valueDigest. */
  written: z.array(z.string()),
});

export const journalSchema = z.object({
  version: z.literal(1),
  /** Path of settings.json after symbolic links. */
  target: z.string(),
  owner: z.object({ instanceId: z.string(), pid: z.number().int(), baseUrl: z.string() }),
  writtenAtMs: z.number(),
  /** Base64; null: there was no file. */
  original: z.string().nullable(),
  /** Folders that did not exist, outermost first. */
  createdFolders: z.array(z.string()),
  /** Digests of the file contents for which the original bytes may come back as they were: nobody else edited since. */
  replaceable: z.array(z.string()),
  /** Lies beside the target while it is replaced; a crash may leave it there. */
  temporaryFile: z.string(),
  keys: z.array(keySchema),
});
export type Journal = z.infer<typeof journalSchema>;

/** Where the value of an entry stands. */
export function entryPath({ key, path }: Journal['keys'][number]): readonly string[] {
  return path ?? ['env', key];
}

export type JournalRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly journal: Journal }
  /** Not one of ours, or damaged. */
  | { readonly kind: 'unreadable' };

export async function readJournal(files: FileOperations, path: string): Promise<JournalRead> {
  const bytes = await files.read(path);
  if (bytes === null) return { kind: 'none' };
  try {
    return { kind: 'found', journal: journalSchema.parse(JSON.parse(bytes.toString('utf8'))) };
  } catch {
    // The caller says so and keeps the file; without a readable journal there is nothing to undo by.
    return { kind: 'unreadable' };
  }
}

/** On the disk when it resolves, whole or not at all. */
export async function writeJournal(files: FileOperations, path: string, journal: Journal): Promise<void> {
  const temporary = temporaryJournal(path);
  await files.writeSynced(temporary, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`), null);
  await files.rename(temporary, path);
  await files.syncFolder(dirname(path));
}

/** What a crash may leave of a journal that was not yet in force. */
export function temporaryJournal(path: string): string {
  return `${path}.tmp`;
}

/** Keeps a journal that cannot be read. @returns Where. */
export async function setJournalAside(files: FileOperations, path: string, nowMs: number): Promise<string> {
  const kept = `${path}.broken-${new Date(nowMs).toISOString().replaceAll(':', '-')}`;
  await files.rename(path, kept);
  return kept;
}

export async function removeJournal(files: FileOperations, path: string): Promise<void> {
  await files.remove(path);
  await files.syncFolder(dirname(path));
}

/** Of a whole file; a missing one has a digest of its own. */
export function fileDigest(bytes: Buffer | null): string {
  return bytes === null ? 'absent' : createHash('sha256').update(bytes).digest('hex');
}

/** Of one value; that it is absent counts as a value. Digests, so that the journal does not hold the token. */
export function valueDigest(value: unknown): string {
  return value === undefined ? 'absent' : createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
