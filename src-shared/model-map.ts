/** Which family a model name belongs to and which model name is sent instead of it. */
import type { Family, ModelMap } from './schemas/endpoint.ts';

/** Names of environment variables that older set-ups send as if they were model ids. */
const ALIASES: ReadonlyMap<string, Family> = new Map([
  ['ANTHROPIC_DEFAULT_HAIKU_MODEL', 'haiku'],
  ['ANTHROPIC_SMALL_FAST_MODEL', 'haiku'],
  ['ANTHROPIC_DEFAULT_SONNET_MODEL', 'sonnet'],
  ['ANTHROPIC_DEFAULT_OPUS_MODEL', 'opus'],
  ['ANTHROPIC_MODEL', 'opus'],
]);

const FAMILY_WORDS = ['opus', 'sonnet', 'haiku'] as const satisfies readonly Family[];

/** The family whose word occurs in the name, in any case; `other` when none does. */
export function familyOf(model: string): Family {
  const alias = ALIASES.get(model);
  if (alias !== undefined) return alias;
  const lower = model.toLowerCase();
  return FAMILY_WORDS.find((word) => lower.includes(word)) ?? 'other';
}

/** The model name to send: the endpoint's map decides, then the default map; without a hit the name stays as it is. */
export function resolveModel(requested: string, endpointMap: ModelMap, defaultMap: ModelMap): string {
  return lookUp(requested, endpointMap) ?? lookUp(requested, defaultMap) ?? requested;
}

/** Exact name, then the longest matching glob, then the family word. */
function lookUp(requested: string, map: ModelMap): string | null {
  if (Object.hasOwn(map, requested)) return map[requested] ?? null;
  const globs = Object.keys(map).filter((key) => key.includes('*') && matchesGlob(key, requested));
  // The alphabet decides between globs of equal length, so that the order of keys in a file does not.
  const longest = globs.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  if (longest !== undefined) return map[longest] ?? null;
  const family = familyOf(requested);
  return family !== 'other' && Object.hasOwn(map, family) ? (map[family] ?? null) : null;
}

/** Whether `name` matches `glob`, where `*` stands for any text, also none. Linear: a pattern cannot make it slow. */
export function matchesGlob(glob: string, name: string): boolean {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return glob === name;
  if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
  let from = head.length;
  const end = name.length - tail.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
