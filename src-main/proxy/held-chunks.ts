/** The beginning of an answer while it is held back, and what its first characters say. */
import type { Observation } from '../failover/contract.ts';

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const LESS_THAN = 0x3c;

/** An error object that a gateway sends with status 200. */
const ERROR_OBJECT = /^\s*\{\s*("type"\s*:\s*"error"|"error"\s*:\s*\{)/;
const ERROR_TYPE = /"type"\s*:\s*"(\w+_error)"/;
const PEEK_LENGTH = 2_000;

export class HeldChunks {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #firstCharacter: number | null = null;

  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#firstCharacter ??= firstCharacterOf(chunk);
  }

  /** Hands all chunks over and forgets them. */
  take(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  /** First byte that is not white space; null while only white space came. */
  firstCharacter(): number | null {
    return this.#firstCharacter;
  }

  /** What is wrong with a whole JSON answer, as far as its beginning shows; null: nothing. */
  faultOfJson(): Observation | null {
    const first = this.firstCharacter();
    if (first === null) return { kind: 'bad-answer', what: 'empty' };
    if (first === LESS_THAN) return { kind: 'bad-answer', what: 'html' };
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return { kind: 'bad-answer', what: 'unreadable' };
    const text = this.#beginning(PEEK_LENGTH);
    if (!ERROR_OBJECT.test(text)) return null;
    return { kind: 'error-event', errorType: ERROR_TYPE.exec(text)?.[1] ?? 'api_error', text };
  }

  #beginning(length: number): string {
    let text = '';
    for (const chunk of this.#chunks) {
      text += chunk.toString('latin1', 0, length - text.length);
      if (text.length >= length) break;
    }
    return text;
  }
}

function firstCharacterOf(chunk: Buffer): number | null {
  for (const byte of chunk) if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  return null;
}
