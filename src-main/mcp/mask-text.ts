/**
 * Finds the secrets in one text of an MCP server's entry and puts masks in their place. What is around them stays, so that a
 * URL or an argument can still be recognised.
 */
import { MASK_CHARACTER } from '../../src-shared/schemas/mcp.ts';
import { isSecretName, looksSecret } from './secret-words.ts';

export interface SecretPiece {
  readonly mask: string;
  readonly secret: string;
}

export interface MaskedText {
  readonly text: string;
  /** In the order in which they stand. */
  readonly pieces: readonly SecretPiece[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** 8 bullets and, for a long secret, its last four characters. */
export const MASKS = new RegExp(`${MASK_CHARACTER}{8}(?:[\\w-]{4})?`, 'g');
const BULLETS = MASK_CHARACTER.repeat(8);
/** With fewer hidden characters a tail would give too much away. */
const SHORTEST_WITH_TAIL = 24;
const SHOWN_TAIL = 4;

/** `${NAME}`, `${NAME:-default}`, `${input:ID}`: says where a secret is, and is none. */
const REFERENCES_ONLY = /^(\$\{[^}]*\})*$/;
const SCHEME = /^(?:Bearer|Basic|Token|Digest|ApiKey)\s+/i;
const PASSWORD_IN_URL = /:\/\/[^\s/@:]*:([^\s/@]+)@/dg;
const USER_IN_URL = /:\/\/([^\s/@:]+)@/dg;
const NAMED_IN_QUERY = /[?&#;]([\w.-]+)=([^&\s#;]+)/dg;
const NAMED_IN_TEXT = /(?:^|[\s"',])-{0,2}([A-Za-z][\w.-]*)\s*[=:]\s*((?:(?:Bearer|Basic|Token)\s+)?[^\s"']+)/dgi;
const WORD = /[^\s"'=,;:&?@/\\(){}[\]<>|]+/dg;

/** All of it is secret, but for a scheme word such as `Bearer`. */
export function maskWhole(text: string): MaskedText {
  if (text.includes(MASK_CHARACTER)) return masked(text, [{ start: 0, end: text.length }]);
  const start = SCHEME.exec(text)?.[0].length ?? 0;
  const rest = text.slice(start);
  if (rest === '' || REFERENCES_ONLY.test(rest)) return { text, pieces: [] };
  return masked(text, [{ start, end: text.length }]);
}

/** What in it looks secret. */
export function maskWithin(text: string): MaskedText {
  // Ours to mean "as stored", so a text of the user's with bullets in it travels as one mask.
  if (text.includes(MASK_CHARACTER)) return masked(text, [{ start: 0, end: text.length }]);
  const ranges: Range[] = [
    ...rangesOf(text, PASSWORD_IN_URL, () => true),
    ...rangesOf(text, USER_IN_URL, (user) => looksSecret(user)),
    ...rangesOf(text, NAMED_IN_QUERY, (name, value) => isSecretName(name, value) || looksSecret(value)),
    ...rangesOf(text, NAMED_IN_TEXT, (name, value) => isSecretName(name, value)),
    ...rangesOf(text, WORD, (word) => looksSecret(word)),
  ];
  return masked(text, merged(ranges));
}

/** The last group of a match is the secret; a scheme word before it is left out. */
function rangesOf(text: string, pattern: RegExp, isSecret: (first: string, second: string) => boolean): Range[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, first = whole, second = first] = match;
    const index = match.length - 1;
    const [start, end] = match.indices?.[index] ?? [0, 0];
    const value = text.slice(start, end);
    const scheme = SCHEME.exec(value)?.[0].length ?? 0;
    if (REFERENCES_ONLY.test(value.slice(scheme)) || !isSecret(first, second.slice(scheme))) return [];
    return [{ start: start + scheme, end }];
  });
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last !== undefined && range.start < last.end) result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}

function masked(text: string, ranges: readonly Range[]): MaskedText {
  let shown = '';
  let from = 0;
  const pieces: SecretPiece[] = [];
  for (const { start, end } of ranges) {
    const secret = text.slice(start, end);
    const mask = maskOf(secret);
    shown += text.slice(from, start) + mask;
    from = end;
    pieces.push({ mask, secret });
  }
  return { text: shown + text.slice(from), pieces };
}

function maskOf(secret: string): string {
  const tail = secret.slice(-SHOWN_TAIL);
  return secret.length >= SHORTEST_WITH_TAIL && /^[\w-]{4}$/.test(tail) ? BULLETS + tail : BULLETS;
}
