/**
 * Says what settings.json shall hold once it is applied, and writes down what its undo must know. Always planned on the file
 * without our values, so that applying twice keeps what the user had at first.
 */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { OUR_ENV_KEYS, OUR_KEYS, pathOf } from '../../src-shared/claude-keys.ts';
import { editEnv, editSettings } from './edit-text.ts';
import { fileDigest, type Journal, valueDigest } from './journal.ts';
import { valueAt } from './json-text.ts';
import { leftoverKeys, proxyUrlIn } from './known-values.ts';
import { type ClaudeValues, planEdit } from './plan-edit.ts';
import { readSettingsText } from './settings-text.ts';
import { undoEdit } from './undo-edit.ts';
import { type Unread, unreadByClient } from './unread-by-client.ts';

export interface ApplyPlan {
  readonly target: string;
  /** What is in the file now; null: there is none. */
  readonly current: Buffer | null;
  /** The file without any Code Proxy's values: what an undo brings back. Null: no file. */
  readonly base: Buffer | null;
  readonly wanted: Buffer;
  readonly journal: Journal;
  /** What the file says now about where Claude Code's requests go. */
  readonly address: string | null;
  /** The same if it is a Code Proxy's. */
  readonly proxyUrl: string | null;
  /** What keeps Claude Code from reading the file as it is wanted. */
  readonly unread: Unread | null;
}

export interface ApplyInput {
  /** As the user knows it, for messages. */
  readonly file: string;
  readonly target: string;
  readonly current: Buffer | null;
  /** Of an apply to the same target that was not undone yet. */
  readonly earlier: Journal | null;
  readonly values: ClaudeValues;
  readonly instance: { readonly id: string; readonly pid: number };
  readonly nowMs: number;
  /** Folders above the target that do not exist, outermost first. */
  readonly missingFolders: readonly string[];
}

const VARIABLES: readonly string[] = OUR_ENV_KEYS;

/** @throws CLAUDE_SETTINGS_BROKEN */
export function planApply(input: ApplyInput): ApplyPlan {
  const { file, target, current, earlier, values, instance } = input;
  const base = withoutLeftovers(earlier === null ? current : undoEdit(current, earlier, file), file);
  const before = readSettingsText(base, file, VARIABLES).values;
  const edits = planEdit(before, values);
  const wanted = editSettings(base, edits, { file });
  const keys = OUR_KEYS.flatMap((key) => {
    const edit = edits.find((one) => one.key === key);
    const earlierWritten = earlier?.keys.find((entry) => entry.key === key)?.written ?? [];
    const written = [...new Set([...(edit === undefined ? [] : [valueDigest(edit.value)]), ...earlierWritten])];
    const path = pathOf(key);
    const [had, where] = [valueAt(before, path), path[0] === 'env' ? {} : { path: [...path] }];
    return written.length === 0 ? [] : [{ key, ...where, written, ...(had === undefined ? {} : { before: had }) }];
  });
  const journal: Journal = {
    version: 1,
    target,
    owner: { instanceId: instance.id, pid: instance.pid, baseUrl: values.baseUrl },
    writtenAtMs: input.nowMs,
    original: base === null ? null : base.toString('base64'),
    createdFolders: [...new Set([...(earlier?.createdFolders ?? []), ...input.missingFolders])],
    // Today's content too: a crash before the rename leaves it there.
    replaceable: [fileDigest(wanted), ...(current === null ? [] : [fileDigest(current)])],
    temporaryFile: join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`),
    keys,
  };
  const env = readSettingsText(current, file, []).envValues;
  const address = typeof env.ANTHROPIC_BASE_URL === 'string' ? env.ANTHROPIC_BASE_URL : null;
  return { target, current, base, wanted, journal, address, proxyUrl: proxyUrlIn(env), unread: unreadByClient(wanted, file) };
}

/** The file without what a Code Proxy left behind; the very same bytes when there is nothing of that. @throws CLAUDE_SETTINGS_BROKEN */
export function withoutLeftovers(bytes: Buffer | null, file: string): Buffer | null {
  const leftovers = leftoverKeys(readSettingsText(bytes, file, VARIABLES).envValues, VARIABLES);
  if (leftovers.length === 0) return bytes;
  const edits = leftovers.map((key) => ({ key, value: undefined }));
  return editEnv(bytes, edits, { file, dropEmptyEnv: true });
}
