/**
 * Whether our values still stand in Claude Code's settings although nothing runs: the journals of edits that nobody undid, because the
 * process was killed or the file could not be written, lie in the data folder.
 */
import { readdir } from 'node:fs/promises';
import { CLAUDE_JOURNAL_NAME } from '../platform/paths.ts';

export const LEFT_EDITS = 'Claude Code’s settings still point at it – put them back with "code-proxy claude restore"';

export async function hasLeftEdits(dataFolder: string): Promise<boolean> {
  // No folder, or one that may not be read: nothing is known of it, and whoever needs it says so.
  const names = await readdir(dataFolder).catch((): readonly string[] => []);
  return names.some((name) => CLAUDE_JOURNAL_NAME.test(name));
}
