/**
 * Turns the bytes of an event stream into events, wherever the chunks were cut.
 *
 * Lines are found as bytes and decoded whole, so a character split over two chunks is never damaged. LF, CRLF and CR end lines.
 * Data is only decoded for events that the owner wants, because most readers here need two events out of hundreds.
 */

export interface SseEvent {
  /** Value of the `event` field; null when the event has none. */
  readonly name: string | null;
  /** The `data` lines, joined with LF. Empty when the owner did not want it. */
  readonly data: string;
  /** Bytes of all data lines, also when not decoded. */
  readonly dataBytes: number;
}

export interface SseParserOptions {
  readonly onEvent: (event: SseEvent) => void;
  /** Whether the data of an event of this name is needed; absent: always. */
  readonly wants?: (name: string | null) => boolean;
  /** Largest event, bytes. */
  readonly maxEventBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;

export class SseParser {
  readonly #options: SseParserOptions;
  /** The begun line, in the pieces it came in. */
  #partial: Buffer[] = [];
  /** Bytes of the event under way, begun line included. */
  #eventBytes = 0;
  #lastWasCr = false;
  #isFirstLine = true;
  #name: string | null = null;
  #data: Buffer[] = [];
  #hasFields = false;
  #isOversized = false;

  constructor(options: SseParserOptions) {
    this.#options = options;
  }

  /** True once an event was larger than allowed; nothing is read after that. */
  get isOversized(): boolean {
    return this.#isOversized;
  }

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#lastWasCr && chunk.length > 0) {
      this.#lastWasCr = false;
      if (chunk[0] === LF) at = 1;
    }
    let nextCr = chunk.indexOf(CR, at);
    while (at < chunk.length && !this.#isOversized) {
      if (nextCr !== -1 && nextCr < at) nextCr = chunk.indexOf(CR, at);
      const lf = chunk.indexOf(LF, at);
      const end = nextCr !== -1 && (lf === -1 || nextCr < lf) ? nextCr : lf;
      if (end === -1) {
        this.#keep(chunk.subarray(at));
        return;
      }
      this.#line(chunk.subarray(at, end));
      at = end + 1;
      if (chunk[end] === CR) {
        if (at === chunk.length) this.#lastWasCr = true;
        else if (chunk[at] === LF) at += 1;
      }
    }
  }

  /** The stream ended. As the standard says, an event without its blank line is dropped. */
  end(): void {
    this.#reset();
    this.#partial = [];
  }

  #keep(rest: Buffer): void {
    this.#grow(rest.length);
    if (!this.#isOversized) this.#partial.push(rest);
  }

  #line(tail: Buffer): void {
    this.#grow(tail.length + 1);
    if (this.#isOversized) return;
    let line = tail;
    if (this.#partial.length > 0) {
      line = Buffer.concat([...this.#partial, tail]);
      this.#partial = [];
    }
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) line = line.subarray(3);
    }
    if (line.length === 0) this.#dispatch();
    else this.#field(line);
  }

  #field(line: Buffer): void {
    const first = line[0];
    // A comment begins with a colon.
    if (first === COLON) return;
    if (first === 0x64 && isField(line, 'data')) {
      this.#data.push(valueAfter(line, 4));
      this.#hasFields = true;
    } else if (first === 0x65 && isField(line, 'event')) {
      const value = valueAfter(line, 5).toString('utf8');
      this.#name = value === '' ? null : value;
      this.#hasFields = true;
    }
  }

  #dispatch(): void {
    if (this.#hasFields) {
      const lines = this.#data;
      let dataBytes = 0;
      for (const line of lines) dataBytes += line.length;
      const isWanted = this.#options.wants?.(this.#name) ?? true;
      this.#options.onEvent({ name: this.#name, data: isWanted ? join(lines) : '', dataBytes });
    }
    this.#reset();
  }

  #grow(bytes: number): void {
    this.#eventBytes += bytes;
    if (this.#eventBytes <= this.#options.maxEventBytes) return;
    this.#isOversized = true;
    this.#reset();
    this.#partial = [];
  }

  #reset(): void {
    this.#eventBytes = 0;
    this.#name = null;
    this.#hasFields = false;
    if (this.#data.length > 0) this.#data = [];
  }
}

function isField(line: Buffer, name: string): boolean {
  if (line.length < name.length) return false;
  if (line.length > name.length && line[name.length] !== COLON) return false;
  return line.toString('latin1', 0, name.length) === name;
}

function valueAfter(line: Buffer, nameLength: number): Buffer {
  const start = nameLength + 1;
  return line.subarray(line[start] === SPACE ? start + 1 : start);
}

function join(lines: readonly Buffer[]): string {
  const only = lines[0];
  if (only === undefined) return '';
  return lines.length === 1 ? only.toString('utf8') : lines.map((line) => line.toString('utf8')).join('\n');
}
