/** Reads Claude Code's settings.json with the variables under `env`, which are what we change in it. */
import type { Node } from 'jsonc-parser';
import { brokenJson, type JsonText, lineAt, objectValue, onlyMember, readJsonText } from './json-text.ts';

export interface SettingsText extends JsonText {
  /** The object under `env`; undefined when there is none. */
  readonly env: Node | undefined;
  readonly envValues: Readonly<Record<string, unknown>>;
}

/**
 * @param ours Keys of `env` that we are about to change: those must not be there twice.
 * @throws CLAUDE_SETTINGS_BROKEN naming the line.
 */
export function readSettingsText(bytes: Buffer | null, file: string, ours: readonly string[]): SettingsText {
  const json = readJsonText(bytes, file);
  const { text, root } = json;
  const env = root === undefined ? undefined : onlyMember(text, root, 'env', file);
  if (env === undefined) return { ...json, env, envValues: {} };
  if (env.type !== 'object') throw brokenJson(file, lineAt(text, env.offset), '"env" must be an object { .. }');
  for (const key of ours) onlyMember(text, env, key, file);
  return { ...json, env, envValues: objectValue(json, env) };
}
