/** Says what settings.json must hold once our edit is undone: the original bytes, or today's text without our values. Pure. */
import { type EnvEdit, editEnv } from './edit-text.ts';
import { fileDigest, type Journal, valueDigest } from './journal.ts';
import { readSettingsText } from './settings-text.ts';

/**
 * @param current What is in the file now; null: it is gone.
 * @returns Null: the file should not exist. The very same buffer when nothing is to be done.
 * @throws CLAUDE_SETTINGS_BROKEN when somebody else's edit left the file unreadable.
 */
export function undoEdit(current: Buffer | null, journal: Journal, file: string): Buffer | null {
  // Whoever deleted the file meant it.
  if (current === null) return null;
  const original = journal.original === null ? null : Buffer.from(journal.original, 'base64');
  if (journal.replaceable.includes(fileDigest(current))) return original?.equals(current) === true ? current : original;

  const keys = journal.keys.map((entry) => entry.key);
  const now = readSettingsText(current, file, keys);
  const edits: EnvEdit[] = journal.keys
    .filter((entry) => entry.written.includes(valueDigest(now.envValues[entry.key])))
    .map((entry) => ({ key: entry.key, value: entry.before }));
  const hadEnv = original !== null && readSettingsText(original, file, []).env !== undefined;
  const undone = editEnv(current, edits, { file, dropEmptyEnv: !hadEnv });
  const isBare = original === null && /^\s*\{\s*\}\s*$/.test(undone.toString('utf8'));
  return isBare ? null : undone;
}
