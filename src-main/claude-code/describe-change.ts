/** Puts a change of settings.json into words: a diff and a sentence per variable, without credentials. */
import type { ClaudeDiff } from '../../src-shared/schemas/status.ts';
import { maskText, maskValue, unifiedDiff } from './line-diff.ts';
import { explanationOf } from './plan-edit.ts';
import { readSettingsText } from './settings-text.ts';

const SECRET_KEYS: readonly string[] = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'];

/** @param keys The variables that may differ. */
export function describeChange(current: Buffer | null, wanted: Buffer, file: string, keys: readonly string[]): ClaudeDiff {
  const before = readSettingsText(current, file, keys);
  const after = readSettingsText(wanted, file, keys);
  const changed = keys.filter((key) => JSON.stringify(before.envValues[key]) !== JSON.stringify(after.envValues[key]));
  return {
    file,
    diff: changed.length === 0 ? '' : maskText(unifiedDiff(before.text, after.text, file)),
    keys: changed.map((key) => ({
      key,
      before: shown(key, before.envValues[key]),
      after: shown(key, after.envValues[key]),
      explanation: explanationOf(key),
    })),
  };
}

function shown(key: string, value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return SECRET_KEYS.includes(key) ? maskValue(text) : maskText(text);
}
