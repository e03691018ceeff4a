/**
 * Unpacks a ZIP file below a fresh folder, entry by entry. Sizes that the archive declares are checked before an entry is opened, and what
 * really comes out is counted again; so is the checksum, which the library leaves to its callers.
 */
import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { SKILL_ARCHIVE_BYTES } from '../../src-shared/schemas/skill-job.ts';
import type { EntryGate, EntryKind } from './entry-gate.ts';
import { problem, refuse, SkillRefusal } from './skill-refusal.ts';
import type { TreeWriter } from './tree-writer.ts';

/** Kind of file in the upper half of an entry's attributes, as Unix writes it. */
const KIND_MASK = 0o170_000;
const REGULAR = 0o100_000;
const FOLDER = 0o040_000;
const SYMBOLIC_LINK = 0o120_000;
const EXECUTABLE = 0o111;

/** @throws SkillRefusal. What was written by then is the caller's to remove. */
export async function unpackZip(file: string, gate: EntryGate, writer: TreeWriter): Promise<void> {
  if ((await stat(file)).size > SKILL_ARCHIVE_BYTES) refuse('too-large', { limitBytes: SKILL_ARCHIVE_BYTES });
  try {
    // Names stay bytes: the library would turn backslashes into slashes and so hide where a name leads on Windows.
    const zip = await openPromise(file, { decodeStrings: false, validateEntrySizes: true, autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) await takeEntry(zip, entry, gate, writer);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof SkillRefusal) throw error;
    throw new SkillRefusal(problem('archive-broken', { reason: error instanceof Error ? error.message : String(error) }), { cause: error });
  }
}

async function takeEntry(zip: ZipFile, entry: Entry, gate: EntryGate, writer: TreeWriter): Promise<void> {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const mode = entry.externalFileAttributes >>> 16;
  const kind = kindOf(name, mode);
  gate.passed(entry.uncompressedSize);
  const path = gate.admit({ path: name, kind, sizeBytes: entry.uncompressedSize });
  if (path === null) return;
  if (kind === 'folder') {
    writer.folder(path);
    return;
  }
  if (entry.isEncrypted()) refuse('archive-encrypted', { path });
  const bytes = await zip.openReadStreamPromise(entry);
  const file = writer.file(path, (mode & EXECUTABLE) !== 0);
  let checksum = 0;
  try {
    for await (const chunk of bytes) {
      file.write(chunk);
      checksum = crc32(chunk, checksum);
    }
  } finally {
    file.close();
    bytes.destroy();
  }
  if (checksum !== entry.crc32) refuse('archive-broken', { reason: `${path} does not have the checksum that the archive names` });
}

function kindOf(name: string, mode: number): EntryKind {
  const kind = mode & KIND_MASK;
  if (kind === SYMBOLIC_LINK) return 'link';
  if (kind === FOLDER || name.endsWith('/')) return 'folder';
  return kind === 0 || kind === REGULAR ? 'file' : 'special';
}
