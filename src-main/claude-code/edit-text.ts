/** Sets and removes values in the text of settings.json, most of them variables under `env`. */
import { editJson, type JsonEdit } from './edit-json.ts';
import { memberOf, readJsonText } from './json-text.ts';
import { readSettingsText } from './settings-text.ts';

/** `value` undefined: the variable is removed. */
export interface EnvEdit {
  readonly key: string;
  readonly value: unknown;
}

/**
 * @param dropEmpty Objects at the top that are removed when nothing is left in them.
 * @returns The new bytes; the very same ones when nothing changes.
 * @throws CLAUDE_SETTINGS_BROKEN when the text cannot be read, or cannot be edited safely.
 */
export function editSettings(
  bytes: Buffer | null,
  edits: readonly JsonEdit[],
  options: { readonly file: string; readonly dropEmpty?: readonly string[] },
): Buffer {
  // What is set comes first: an object that is never empty in between keeps its layout.
  const ordered = [...edits.filter(({ value }) => value !== undefined), ...edits.filter(({ value }) => value === undefined)];
  const edited = editJson(bytes, ordered, options);
  const { dropEmpty = [] } = options;
  if (bytes === null || dropEmpty.length === 0) return edited;
  const before = readJsonText(bytes, options.file);
  const after = readJsonText(edited, options.file);
  const emptied = dropEmpty.filter((name) => hasMember(before.root, name) && isEmptyObject(after.values[name]));
  return editJson(
    edited,
    emptied.map((name) => ({ path: [name], value: undefined })),
    options,
  );
}

/** As editSettings, for variables. @param dropEmptyEnv Removes `env` itself when nothing is left in it. */
export function editEnv(
  bytes: Buffer | null,
  edits: readonly EnvEdit[],
  options: { readonly file: string; readonly dropEmptyEnv?: boolean },
): Buffer {
  const keys = edits.map(({ key }) => key);
  readSettingsText(bytes, options.file, keys);
  return editSettings(
    bytes,
    edits.map(({ key, value }) => ({ path: ['env', key], value })),
    { file: options.file, dropEmpty: options.dropEmptyEnv === true ? ['env'] : [] },
  );
}

function hasMember(root: ReturnType<typeof readJsonText>['root'], name: string): boolean {
  return root !== undefined && memberOf(root, name) !== undefined;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
