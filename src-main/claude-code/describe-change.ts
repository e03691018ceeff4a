/** Puts a change of settings.json into words: a diff and a sentence per value, without credentials. */
import { OUR_KEYS, pathOf } from '../../src-shared/claude-keys.ts';
import type { ClaudeDiff } from '../../src-shared/schemas/status.ts';
import { readJsonText, valueAt } from './json-text.ts';
import { maskText, maskValue, unifiedDiff } from './line-diff.ts';
import { explanationOf } from './plan-edit.ts';

const SECRET_KEYS: readonly string[] = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'];

export function describeChange(current: Buffer | null, wanted: Buffer, file: string): ClaudeDiff {
  const before = readJsonText(current, file);
  const after = readJsonText(wanted, file);
  const changed = OUR_KEYS.flatMap((key) => {
    const [had, has] = [valueAt(before.values, pathOf(key)), valueAt(after.values, pathOf(key))];
    return JSON.stringify(had) === JSON.stringify(has) ? [] : [{ key, had, has }];
  });
  return {
    file,
    diff: changed.length === 0 ? '' : maskText(unifiedDiff(before.text, after.text, file)),
    keys: changed.map(({ key, had, has }) => ({ key, before: shown(key, had), after: shown(key, has), explanation: explanationOf(key) })),
  };
}

function shown(key: string, value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return SECRET_KEYS.includes(key) ? maskValue(text) : maskText(text);
}
