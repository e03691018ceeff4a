/** What may be shown of a text that a tested MCP server wrote: its end, without colours, and without the secrets of its entry. */
import { stripVTControlCharacters } from 'node:util';
import { secretForms } from '../platform/secret-forms.ts';

/** Shorter texts occur by chance: taking out every "1" or "true" would leave nothing to read. */
const MIN_SECRET_LENGTH = 5;

/** What is held is much longer than what is shown of it, since secrets may shrink it. */
const HELD_CHARACTERS = 64 * 1_024;
const SHOWN_CHARACTERS = 4 * 1_024;

export interface Redact {
  (text: string): string;
  /** The longest form of a secret has so many characters; 0: there is none. */
  readonly longest: number;
}

/** @param secrets  Texts that may be shown nowhere; `Bearer x` also stands for `x`. */
export function secretRedaction(secrets: readonly string[]): Redact {
  const pieces = secrets.flatMap((secret) => [secret, ...secret.split(/\s+/)]).filter(({ length }) => length >= MIN_SECRET_LENGTH);
  const forms = [...new Set(pieces.flatMap((piece) => [...secretForms(piece), ...(piece.includes('\n') ? piece.split('\n') : [])]))]
    .filter(({ length }) => length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
  const redact = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text);
  return Object.assign(redact, { longest: forms[0]?.length ?? 0 });
}

/** Gathers what a program writes and keeps the end of it. */
export class OutputTail {
  readonly #decoder = new TextDecoder();
  #text = '';
  #isCut = false;

  add(chunk: Uint8Array): void {
    const text = this.#text + this.#decoder.decode(chunk, { stream: true });
    this.#isCut ||= text.length > HELD_CHARACTERS;
    this.#text = text.slice(-HELD_CHARACTERS);
  }

  /** The last lines, at most 4096 characters. */
  shown(redact: Redact): string {
    const clean = redact(readable(this.#text));
    // Where the beginning was thrown away, it could still begin with the end of a secret.
    const safe = this.#isCut ? clean.slice(redact.longest) : clean;
    if (safe.length <= SHOWN_CHARACTERS) return safe.trim();
    const end = safe.slice(-SHOWN_CHARACTERS);
    return end.slice(end.indexOf('\n') + 1).trim();
  }
}

/** Control characters but tab and line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Without colours, cursor movements and other control characters; lines stay. */
function readable(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\r\n', '\n').replaceAll(CONTROL, '');
}

/** One line for a sentence, at most 300 characters. */
export function quoted(text: string, redact: Redact): string {
  const line = redact(readable(text)).replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
