/** Says what a file must hold once our edit is undone: the original bytes, or today's text without our values. Pure. */
import { applyEdits, type Node } from 'jsonc-parser';
import type { JsonEdit } from './edit-json.ts';
import { editSettings } from './edit-text.ts';
import { entryPath, fileDigest, type Journal, valueDigest } from './journal.ts';
import { type JsonText, onlyMember, readJsonText, valueAt } from './json-text.ts';
import { readSettingsText } from './settings-text.ts';

/**
 * @param current What is in the file now; null: it is gone.
 * @returns Null: the file should not exist. The very same buffer when nothing is to be done.
 * @throws CLAUDE_SETTINGS_BROKEN when somebody else's edit left the file unreadable.
 */
export function undoEdit(current: Buffer | null, journal: Journal, file: string): Buffer | null {
  // Whoever deleted the file meant it.
  if (current === null) return null;
  const original = originalOf(journal);
  if (journal.replaceable.includes(fileDigest(current))) return original?.equals(current) === true ? current : original;

  const variables = journal.keys.filter((entry) => entry.path === undefined).map((entry) => entry.key);
  // Whoever has no variables of ours may have anything under `env`.
  const { values } = variables.length === 0 ? readJsonText(current, file) : readSettingsText(current, file, variables);
  const edits = journal.keys.flatMap((entry): readonly JsonEdit[] => {
    const path = entryPath(entry);
    return entry.written.includes(valueDigest(valueAt(values, path))) ? [{ path, value: entry.before }] : [];
  });
  const had = original === null ? {} : readJsonText(original, file).values;
  const parents = [...new Set(edits.flatMap(({ path }) => (path.length > 1 ? path.slice(0, 1) : [])))];
  const edited = editSettings(current, edits, { file, dropEmpty: parents.filter((name) => !Object.hasOwn(had, name)) });
  const undone = original === null ? edited : withEmptyAsBefore(edited, original, parents, file);
  const isBare = original === null && /^\s*\{\s*\}\s*$/.test(undone.toString('utf8'));
  return isBare ? null : undone;
}

/** Objects at the top that were empty and are again look as they did: our members had brought line breaks into them. */
function withEmptyAsBefore(edited: Buffer, original: Buffer, names: readonly string[], file: string): Buffer {
  const [now, before] = [readJsonText(edited, file), readJsonText(original, file)];
  const spans = names.flatMap((name) => {
    const [node, old] = [emptyMember(now, name, file), emptyMember(before, name, file)];
    if (node === null || old === null) return [];
    return [{ offset: node.offset, length: node.length, content: before.text.slice(old.offset, old.offset + old.length) }];
  });
  return spans.length === 0 ? edited : Buffer.from((now.hasBom ? '\uFEFF' : '') + applyEdits(now.text, spans));
}

function emptyMember({ text, root }: JsonText, name: string, file: string): Node | null {
  const node = root === undefined ? undefined : onlyMember(text, root, name, file);
  return node?.type === 'object' && node.children?.length === 0 && text.slice(node.offset + 1, node.offset + node.length - 1).trim() === ''
    ? node
    : null;
}

/** The file as its user left it: today's bytes, unless they are exactly what we wrote. Null: there was no file. */
export function usersFile(current: Buffer | null, journal: Journal | null): Buffer | null {
  if (current === null || journal === null) return current;
  return journal.replaceable.includes(fileDigest(current)) ? originalOf(journal) : current;
}

function originalOf({ original }: Journal): Buffer | null {
  return original === null ? null : Buffer.from(original, 'base64');
}
