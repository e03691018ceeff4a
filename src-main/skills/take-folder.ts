/** Copies a folder of this machine below a fresh folder, by the same rules as an archive. Links are not followed. */
import { closeSync, type Dirent, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EntryGate, type EntryKind, isStrewn } from './entry-gate.ts';
import { refuse } from './skill-refusal.ts';
import type { OpenFile, TreeWriter } from './tree-writer.ts';

const CHUNK_BYTES = 262_144;
const EXECUTABLE = 0o111;

/** @throws SkillRefusal. What was written by then is the caller's to remove. */
export function takeFolder(folder: string, gate: EntryGate, writer: TreeWriter): void {
  takeBelow(folder, '', gate, writer);
}

function takeBelow(root: string, below: string, gate: EntryGate, writer: TreeWriter): void {
  for (const found of entriesOf(join(root, below), below)) {
    const path = below === '' ? found.name : `${below}/${found.name}`;
    // Not even counted: a repository's own history may be larger than all that is wanted of it.
    if (isStrewn(found.name)) continue;
    const kind = kindOf(found);
    const info = kind === 'file' ? statOf(join(root, path), path) : null;
    const admitted = gate.admit({ path, kind, sizeBytes: info?.size ?? 0 });
    if (kind === 'folder' && admitted !== null) {
      writer.folder(admitted);
      takeBelow(root, path, gate, writer);
    } else if (admitted !== null) {
      const file = writer.file(admitted, ((info?.mode ?? 0) & EXECUTABLE) !== 0);
      copyInto(file, join(root, path), path);
    }
  }
}

function entriesOf(folder: string, path: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return refuse('unreadable', { path, reason: reasonOf(error) });
  }
}

function kindOf(found: Dirent): EntryKind {
  if (found.isSymbolicLink()) return 'link';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'special';
}

function statOf(file: string, path: string): Stats {
  try {
    return statSync(file);
  } catch (error) {
    return refuse('unreadable', { path, reason: reasonOf(error) });
  }
}

function copyInto(target: OpenFile, source: string, path: string): void {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let file: number | null = null;
  try {
    file = openSource(source, path);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) target.write(chunk.subarray(0, read));
  } finally {
    target.close();
    if (file !== null) closeSync(file);
  }
}

function openSource(source: string, path: string): number {
  try {
    return openSync(source, 'r');
  } catch (error) {
    return refuse('unreadable', { path, reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
