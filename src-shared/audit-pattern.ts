/**
 * What a user's own redaction pattern may be. It is matched against every body on a thread of its own, so it may not be able
 * to run away: the forms that backtrack without end are refused here, and whatever slips through is stopped by a time limit there.
 */

export const MAX_AUDIT_PATTERNS = 20;
const MAX_LENGTH = 200;

const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const LOOKAROUND = /\(\?<?[=!]/;
const BACK_REFERENCE = /\\[1-9]|\\k</;

/** @returns What is wrong with it, as the rest of a sentence; null: it can be used. */
export function auditPatternProblem(source: string): string | null {
  if (source.length > MAX_LENGTH) return `must be at most ${MAX_LENGTH} characters long`;
  // Bodies are matched byte by byte.
  if (!PRINTABLE_ASCII.test(source)) return 'must consist of ASCII characters';
  const compiled = compile(source);
  if (compiled === null) return 'is not a regular expression';
  if (compiled.test('')) return 'must not match an empty text';
  const bare = withoutEscapesAndSets(source);
  if (LOOKAROUND.test(bare)) return 'must not look ahead or behind';
  if (BACK_REFERENCE.test(source.replaceAll('\\\\', ''))) return 'must not refer back to a group';
  if (hasRepeatedChoice(bare)) return 'must not repeat a group that itself repeats or chooses: it could take for ever';
  return null;
}

/** Null: it has no meaning as a regular expression. */
export function compile(source: string): RegExp | null {
  try {
    return new RegExp(source, 'g');
  } catch {
    return null;
  }
}

/** Escaped characters and character sets stand for one plain character each. */
function withoutEscapesAndSets(source: string): string {
  return source.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
}

/** `(a+)+`, `(a|a)*`, `(\w{2,}){3,}`: a quantifier after a group with a quantifier or an alternative in it, at any depth. */
function hasRepeatedChoice(bare: string): boolean {
  const isRisky: boolean[] = [];
  for (let i = 0; i < bare.length; i += 1) {
    const character = bare[i] ?? '';
    if (character === '(') {
      isRisky.push(false);
      if (bare[i + 1] === '?') i += 1;
    } else if (character === ')') {
      const inner = isRisky.pop() ?? false;
      const isRepeated = /^(?:[*+]|\{\d+,?\d*\})/.test(bare.slice(i + 1));
      if (inner && isRepeated) return true;
      if ((inner || isRepeated) && isRisky.length > 0) isRisky[isRisky.length - 1] = true;
    } else if ('*+?{|'.includes(character) && isRisky.length > 0) isRisky[isRisky.length - 1] = true;
  }
  return false;
}
