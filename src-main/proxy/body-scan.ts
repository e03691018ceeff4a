/**
 * Finds what routing needs in a request body without parsing it: the top-level `model`, `stream` and `metadata`.
 *
 * It checks the whole JSON grammar except the inside of strings (bad escapes and control characters there are left to the
 * endpoint, which answers 400 itself), so a truncated or malformed body never leaves this machine. Of duplicate keys the last
 * one counts, as with JSON.parse; every occurrence of `model` is reported, so that a splice leaves no reader a different one.
 * Why not JSON.parse: decision 0011.
 */

/** Bytes from `start` (inclusive) to `end` (exclusive). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BodyFacts {
  /** Decoded value of the last top-level `model`. */
  readonly model: string;
  /** Each top-level `model` value with its quotes, in order. */
  readonly modelRanges: readonly ByteRange[];
  /** Top-level `stream` is `true`. */
  readonly isStream: boolean;
  /** The last top-level `metadata` value. */
  readonly metadata: ByteRange | null;
}

export type BodyScan = { readonly ok: true; readonly facts: BodyFacts } | { readonly ok: false; readonly why: string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;

/** Nesting deeper than this is refused; JSON.parse of common endpoints gives up near it as well. */
const MAX_DEPTH = 2_000;

/** Strings up to this long are walked in JavaScript; beyond it the native search wins. */
const SHORT_STRING_BYTES = 24;

/** A key longer than this cannot be one of ours, even with every character escaped. */
const MAX_OWN_KEY_BYTES = 48;

/** Longest model name worth reading; the Messages API allows 256 characters. */
const MAX_MODEL_BYTES = 4_096;

/** Thrown inside this file only, to leave nested loops at the first fault. */
class MalformedBody extends Error {}

export function scanBody(body: Buffer): BodyScan {
  try {
    return new Scanner(body).run();
  } catch (error) {
    if (error instanceof MalformedBody) return { ok: false, why: error.message };
    throw error;
  }
}

class Scanner {
  readonly #body: Buffer;
  #at = 0;
  readonly #modelRanges: ByteRange[] = [];
  #isStream = false;
  #metadata: ByteRange | null = null;

  constructor(body: Buffer) {
    this.#body = body;
  }

  run(): BodyScan {
    this.#skipSpace();
    if (this.#body[this.#at] !== OPEN_BRACE) return { ok: false, why: 'the body is not a JSON object' };
    this.#at += 1;
    this.#members();
    this.#skipSpace();
    if (this.#at < this.#body.length) throw new MalformedBody('the body goes on after its JSON object');
    const last = this.#modelRanges.at(-1);
    if (last === undefined) return { ok: false, why: 'model: a string is required' };
    const model = this.#decode(last, MAX_MODEL_BYTES);
    if (model === null || model === '') return { ok: false, why: 'model: a non-empty string is required' };
    return { ok: true, facts: { model, modelRanges: this.#modelRanges, isStream: this.#isStream, metadata: this.#metadata } };
  }

  /** The members of the top-level object, up to and including its closing brace. */
  #members(): void {
    this.#skipSpace();
    if (this.#body[this.#at] === CLOSE_BRACE) {
      this.#at += 1;
      return;
    }
    for (;;) {
      this.#skipSpace();
      const keyStart = this.#at;
      if (this.#body[keyStart] !== QUOTE) throw this.#unexpected();
      this.#string();
      const key = this.#ownKey(keyStart);
      this.#expect(COLON);
      this.#skipSpace();
      const start = this.#at;
      this.#value();
      this.#note(key, { start, end: this.#at });
      this.#skipSpace();
      const next = this.#body[this.#at];
      this.#at += 1;
      if (next === CLOSE_BRACE) return;
      if (next !== COMMA) {
        this.#at -= 1;
        throw this.#unexpected();
      }
    }
  }

  #note(key: string | null, range: ByteRange): void {
    if (key === 'model') {
      if (this.#body[range.start] !== QUOTE) throw new MalformedBody('model: a string is required');
      this.#modelRanges.push(range);
    } else if (key === 'stream') {
      this.#isStream = this.#body[range.start] === 0x74;
    } else if (key === 'metadata') {
      this.#metadata = range;
    }
  }

  /** The key that begins at `keyStart` and ends at the cursor, if it is short enough to be one that matters. */
  #ownKey(keyStart: number): string | null {
    return this.#decode({ start: keyStart, end: this.#at }, MAX_OWN_KEY_BYTES);
  }

  #decode(range: ByteRange, maxBytes: number): string | null {
    if (range.end - range.start > maxBytes) return null;
    const text = this.#body.toString('utf8', range.start + 1, range.end - 1);
    if (!text.includes('\\')) return text;
    try {
      const decoded: unknown = JSON.parse(`"${text}"`);
      return typeof decoded === 'string' ? decoded : null;
    } catch {
      // JSON.parse says no: an invalid escape.
      throw new MalformedBody('the body holds an invalid escape sequence');
    }
  }

  /** One value of any kind. Containers are walked with an explicit stack, so depth costs no call stack. */
  #value(): void {
    const body = this.#body;
    const closers: number[] = [];
    for (;;) {
      this.#skipSpace();
      const byte = body[this.#at];
      if (byte === QUOTE) this.#string();
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (closers.length >= MAX_DEPTH) throw new MalformedBody(`the body is nested deeper than ${MAX_DEPTH} levels`);
        this.#at += 1;
        const closer = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.#skipSpace();
        if (body[this.#at] === closer) this.#at += 1;
        else {
          closers.push(closer);
          if (closer === CLOSE_BRACE) this.#keyAndColon();
          continue;
        }
      } else this.#scalar(byte);
      if (!this.#leave(closers)) return;
    }
  }

  /** After a value: closes what ends here and steps to the next one. False when the outermost value is complete. */
  #leave(closers: number[]): boolean {
    for (;;) {
      const closer = closers.at(-1);
      if (closer === undefined) return false;
      this.#skipSpace();
      const byte = this.#body[this.#at];
      if (byte === COMMA) {
        this.#at += 1;
        if (closer === CLOSE_BRACE) this.#keyAndColon();
        return true;
      }
      if (byte !== closer) throw this.#unexpected();
      this.#at += 1;
      closers.pop();
    }
  }

  #keyAndColon(): void {
    this.#skipSpace();
    if (this.#body[this.#at] !== QUOTE) throw this.#unexpected();
    this.#string();
    this.#expect(COLON);
  }

  /** Moves the cursor from an opening quote to behind the closing one. */
  #string(): void {
    const body = this.#body;
    let at = this.#at + 1;
    const shortEnd = Math.min(at + SHORT_STRING_BYTES, body.length);
    while (at < shortEnd) {
      const byte = body[at];
      if (byte === QUOTE) {
        this.#at = at + 1;
        return;
      }
      at += byte === BACKSLASH ? 2 : 1;
    }
    for (;;) {
      const quote = body.indexOf(QUOTE, at);
      if (quote === -1) throw new MalformedBody('the body ends inside a string');
      let slash = quote;
      while (slash > at && body[slash - 1] === BACKSLASH) slash -= 1;
      this.#at = quote + 1;
      // An odd number of backslashes escapes the quote.
      if (((quote - slash) & 1) === 0) return;
      at = quote + 1;
    }
  }

  #scalar(byte: number | undefined): void {
    if (byte === 0x74) this.#word('true');
    else if (byte === 0x66) this.#word('false');
    else if (byte === 0x6e) this.#word('null');
    else if (byte === MINUS || isDigit(byte)) this.#number();
    else throw this.#unexpected();
  }

  #word(word: string): void {
    if (this.#body.toString('latin1', this.#at, this.#at + word.length) !== word) throw this.#unexpected();
    this.#at += word.length;
  }

  #number(): void {
    if (this.#body[this.#at] === MINUS) this.#at += 1;
    if (this.#body[this.#at] === 0x30) this.#at += 1;
    else this.#digits();
    if (this.#body[this.#at] === 0x2e) {
      this.#at += 1;
      this.#digits();
    }
    const exponent = this.#body[this.#at];
    if (exponent === 0x65 || exponent === 0x45) {
      this.#at += 1;
      const sign = this.#body[this.#at];
      if (sign === MINUS || sign === 0x2b) this.#at += 1;
      this.#digits();
    }
  }

  #digits(): void {
    const start = this.#at;
    while (isDigit(this.#body[this.#at])) this.#at += 1;
    if (this.#at === start) throw this.#unexpected();
  }

  #expect(byte: number): void {
    this.#skipSpace();
    if (this.#body[this.#at] !== byte) throw this.#unexpected();
    this.#at += 1;
  }

  #skipSpace(): void {
    const body = this.#body;
    for (;;) {
      const byte = body[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at += 1;
    }
  }

  #unexpected(): MalformedBody {
    return new MalformedBody(
      this.#at >= this.#body.length ? 'the body ends before its JSON object does' : `the body is not valid JSON (at byte ${this.#at})`,
    );
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
