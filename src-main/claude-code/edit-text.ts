/** Sets and removes variables under `env` in the text of settings.json. */
import { editJson } from './edit-json.ts';
import { readSettingsText } from './settings-text.ts';

/** `value` undefined: the variable is removed. */
export interface EnvEdit {
  readonly key: string;
  readonly value: unknown;
}

/**
 * @param dropEmptyEnv Removes `env` itself when nothing is left in it.
 * @returns The new bytes; the very same ones when nothing changes.
 * @throws CLAUDE_SETTINGS_BROKEN when the text cannot be read, or cannot be edited safely.
 */
export function editEnv(
  bytes: Buffer | null,
  edits: readonly EnvEdit[],
  options: { readonly file: string; readonly dropEmptyEnv?: boolean },
): Buffer {
  const keys = edits.map(({ key }) => key);
  const before = readSettingsText(bytes, options.file, keys);
  // What is set comes first: an object that is never empty in between keeps its layout.
  const ordered = [...edits.filter(({ value }) => value !== undefined), ...edits.filter(({ value }) => value === undefined)];
  const edited = editJson(
    bytes,
    ordered.map(({ key, value }) => ({ path: ['env', key], value })),
    options,
  );
  if (options.dropEmptyEnv !== true || before.env === undefined) return edited;
  const isEmpty = Object.keys(readSettingsText(edited, options.file, []).envValues).length === 0;
  return isEmpty ? editJson(edited, [{ path: ['env'], value: undefined }], options) : edited;
}
