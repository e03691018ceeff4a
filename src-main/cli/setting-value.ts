/** How a setting is written on the command line: a JSON value, a bare word, or a time with its unit for settings in ms. */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import { UsageError } from './usage-error.ts';

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: MS_PER_SECOND, m: MS_PER_MINUTE, h: MS_PER_HOUR, d: MS_PER_DAY };

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** `90s` and `30m` are read as times for paths that end in `Ms`; anything that is no JSON is a string. */
export function parseSettingValue(path: string, text: string): JsonValue {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (path.endsWith('Ms') && amount !== undefined && unit !== undefined) return Math.round(Number(amount) * (MS_PER_UNIT[unit] ?? 1));
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text; // A bare word such as `dark`: strings need no quotes here.
  }
}

/** `proxy.port 9100 log.level debug` as pairs. */
export function parseSettingPairs(words: readonly string[]): { readonly path: string; readonly value: JsonValue }[] {
  const pairs: { path: string; value: JsonValue }[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const [path, text] = words.slice(at, at + 2);
    if (path === undefined || text === undefined) throw new UsageError(`${path} has no value – give pairs such as: proxy.port 9100`, path ?? null);
    if (!/^[a-z]+\.[a-zA-Z]+$/.test(path)) throw new UsageError(`there is no setting ${path} – see "code-proxy settings get" for all of them`, path);
    pairs.push({ path, value: parseSettingValue(path, text) });
  }
  return pairs;
}

/** Every setting as its dotted path and value, for `settings get`. */
export function flattenSettings(
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(settings).flatMap(([group, values]) => Object.entries(values).map(([key, value]) => [`${group}.${key}`, value] as const));
}
