/** The files of one skill folder, and the hash by which its content is known again: of all names and bytes, in a fixed order. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isStrewn } from './entry-gate.ts';
import { UNPACK_LIMITS } from './limits.ts';
import { refuse } from './skill-refusal.ts';

export interface TreeFile {
  /** Below the skill, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly isExecutable: boolean;
  readonly isLink: boolean;
}

const CHUNK_BYTES = 262_144;
const EXECUTABLE = 0o111;

/**
 * Sorted by path. Links are listed, not followed; what systems strew about is left out, so that looking into a folder is no change of it.
 * @throws SkillRefusal too-many-files
 */
export function listTree(root: string): readonly TreeFile[] {
  const files: TreeFile[] = [];
  const visit = (below: string, depth: number): void => {
    for (const found of readdirSync(join(root, below), { withFileTypes: true })) {
      if (isStrewn(found.name)) continue;
      const path = below === '' ? found.name : `${below}/${found.name}`;
      if (files.length >= UNPACK_LIMITS.entries || depth > UNPACK_LIMITS.depth) refuse('too-many-files', { limit: UNPACK_LIMITS.entries });
      if (found.isDirectory()) visit(path, depth + 1);
      else if (found.isFile() || found.isSymbolicLink()) files.push(fileAt(root, path, found.isSymbolicLink()));
    }
  };
  visit('', 1);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function fileAt(root: string, path: string, isLink: boolean): TreeFile {
  const info = lstatSync(join(root, path));
  return { path, sizeBytes: isLink ? 0 : info.size, isExecutable: !isLink && (info.mode & EXECUTABLE) !== 0, isLink };
}

export function sizeOf(files: readonly TreeFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** @returns Hexadecimal. Permissions do not count: not every system keeps them. */
export function hashTree(root: string, files: readonly TreeFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${hashFile(root, file)}\0`);
  return hash.digest('hex');
}

export function hashFile(root: string, { path, isLink }: TreeFile): string {
  const hash = createHash('sha256');
  if (isLink) return hash.update(`link ${readlinkSync(join(root, path))}`).digest('hex');
  const file = openSync(join(root, path), 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
