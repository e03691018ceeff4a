/**
 * Where credentials stand in a text: those of the endpoints word for word in any usual writing, local tokens by their shape, and
 * whatever the user's own patterns say.
 */
import { AppError } from '../../src-shared/app-error.ts';
import { compile } from '../../src-shared/audit-pattern.ts';
import type { Hit } from './hit.ts';
import { searchedForms } from './searched-forms.ts';
import { TimedPattern } from './timed-pattern.ts';

/** What stands where a secret was. */
export const REDACTED = '[redacted]';

/** A local token; of earlier starts and of named ones only hashes are kept, so they are known by their shape. */
const LOCAL_TOKEN = /cp-[0-9a-f]{16,}/g;
const LONGEST_LOCAL_TOKEN = 67;

/** What a pattern matches may be this long and still be found where two pieces of a body meet. */
const PATTERN_REACH = 4_096;

/** A removed credential is remembered, for exchanges that began with it; not for ever. */
const MAX_FORMS = 2_000;

export class SecretFinder {
  readonly #isOn: boolean;
  #forms: readonly string[] = [];
  #patterns: readonly TimedPattern[] = [];
  #reach = 0;

  /** @param isOn False only in tests that look for what would be stored. */
  constructor({ isOn = true }: { readonly isOn?: boolean } = {}) {
    this.#isOn = isOn;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** How many characters before the end of a piece may be the beginning of something that ends in the next one. */
  get reach(): number {
    return this.#isOn ? this.#reach : 0;
  }

  /** @param literals Credentials in the clear; earlier ones stay known. */
  configure(literals: readonly string[], patterns: readonly string[]): void {
    this.#forms = [...new Set([...literals.flatMap(searchedForms), ...this.#forms])].slice(0, MAX_FORMS);
    this.#patterns = patterns.flatMap((source) => {
      const expression = compile(source);
      return expression === null ? [] : [new TimedPattern(expression)];
    });
    const longest = this.#forms.reduce((length, form) => Math.max(length, form.length), LONGEST_LOCAL_TOKEN);
    this.#reach = Math.max(longest, this.#patterns.length > 0 ? PATTERN_REACH : 0);
  }

  /**
   * @param text   Its characters are bytes (Latin-1).
   * @param extra  Forms to look for in this exchange only.
   * @returns In their order, none overlapping. @throws CONFIG_INVALID when a pattern takes too long.
   */
  find(text: string, extra: readonly string[] = []): readonly Hit[] {
    if (!this.#isOn) return [];
    const hits: Hit[] = [];
    for (const form of this.#forms) addLiteral(hits, text, form);
    for (const form of extra) addLiteral(hits, text, form);
    for (const match of text.matchAll(LOCAL_TOKEN)) hits.push({ start: match.index, end: match.index + match[0].length });
    for (const pattern of this.#patterns) hits.push(...pattern.find(text));
    return hits.length > 1 ? merged(hits) : hits;
  }

  /** As `find`; all of the text is one hit when a pattern takes too long. */
  findOrAll(text: string, extra: readonly string[]): readonly Hit[] {
    try {
      return this.find(text, extra);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return [{ start: 0, end: text.length }];
    }
  }

  /** The text with every hit replaced. Any characters. Of a text that takes too long to search nothing is left. */
  redact(text: string, extra: readonly string[] = []): string {
    const bytes = Buffer.from(text).toString('latin1');
    const hits = this.findOrAll(bytes, extra);
    if (hits.length === 0) return text;
    return Buffer.from(replaceHits(bytes, hits), 'latin1').toString();
  }
}

export function replaceHits(text: string, hits: readonly Hit[]): string {
  let replaced = '';
  let at = 0;
  for (const { start, end } of hits) {
    replaced += text.slice(at, start) + REDACTED;
    at = end;
  }
  return replaced + text.slice(at);
}

function addLiteral(hits: Hit[], text: string, form: string): void {
  for (let start = text.indexOf(form); start !== -1; start = text.indexOf(form, start + form.length)) hits.push({ start, end: start + form.length });
}

/** Hits that overlap become one. */
function merged(hits: Hit[]): readonly Hit[] {
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Hit[] = [];
  for (const hit of hits) {
    const last = result.at(-1);
    if (last === undefined || hit.start >= last.end) result.push(hit);
    else if (hit.end > last.end) result[result.length - 1] = { start: last.start, end: hit.end };
  }
  return result;
}
