/** What an update would change in a skill: file by file, with the lines of texts. Runs on the thread of skills. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SkillDiff } from '../../src-shared/schemas/skill-job.ts';
import { BYTES_PER_KIB } from '../../src-shared/units.ts';
import { unifiedDiff } from '../claude-code/line-diff.ts';
import { hashFile, listTree, type TreeFile } from './skill-tree.ts';

const MAX_FILES = 200;
const MAX_TEXT_BYTES = 256 * BYTES_PER_KIB;
/** Of all files together, which one answer has to carry. */
const MAX_ALL_BYTES = 2_048 * BYTES_PER_KIB;

interface Change {
  readonly path: string;
  readonly before: TreeFile | null;
  readonly after: TreeFile | null;
}

export function changedFiles(before: string, after: string): readonly Change[] {
  const [old, fresh] = [byPath(before), byPath(after)];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].toSorted();
  return paths
    .map((path) => ({ path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }))
    .filter((change) => change.before === null || change.after === null || hashFile(before, change.before) !== hashFile(after, change.after));
}

export function diffSkill(before: string, after: string): SkillDiff {
  const changes = changedFiles(before, after);
  let leftBytes = MAX_ALL_BYTES;
  const files = changes.slice(0, MAX_FILES).map((change) => {
    const text = textDiff(before, after, change);
    const shown = text !== null && text.length <= leftBytes ? text : null;
    leftBytes -= shown?.length ?? 0;
    return {
      path: change.path,
      change: kindOf(change),
      text: shown,
      beforeBytes: change.before?.sizeBytes ?? 0,
      afterBytes: change.after?.sizeBytes ?? 0,
    };
  });
  return { files, isCut: changes.length > MAX_FILES };
}

function kindOf({ before, after }: Change): 'added' | 'changed' | 'removed' {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'changed';
}

function byPath(root: string): ReadonlyMap<string, TreeFile> {
  return new Map(listTree(root).map((file) => [file.path, file]));
}

function textDiff(before: string, after: string, change: Change): string | null {
  const old = change.before === null ? '' : textOf(before, change.before);
  const fresh = change.after === null ? '' : textOf(after, change.after);
  return old === null || fresh === null ? null : unifiedDiff(old, fresh, change.path);
}

/** Null: it is a link, too large, or no UTF-8 text. */
function textOf(root: string, { path, sizeBytes, isLink }: TreeFile): string | null {
  if (isLink || sizeBytes > MAX_TEXT_BYTES) return null;
  const bytes = readFileSync(join(root, path));
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
