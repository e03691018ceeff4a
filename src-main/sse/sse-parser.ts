/**
 * Turns the bytes of an event stream into events, wherever the chunks were cut.
 *
 * Lines are found as bytes and decoded whole, so a character split over two chunks is never damaged. LF, CRLF and CR end lines.
 * Data is only decoded for events that the owner wants, because most readers here need two events out of hundreds. Lines are
 * looked at where they lie: a view and a string for each line of each stream were a good part of all garbage.
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
const DATA = Buffer.from('data');
const EVENT = Buffer.from('event');
const NOTHING = Buffer.alloc(0);

export class SseParser {
  readonly #options: SseParserOptions;
  /** The begun line, in the pieces it came in. */
  #partial: Buffer[] = [];
  /** Bytes of the event under way, begun line included. */
  #eventBytes = 0;
  #lastWasCr = false;
  #isFirstLine = true;
  #name: string | null = null;
  /** Where the only data line lies, or the last one of several. */
  #dataIn: Buffer = NOTHING;
  #dataStart = 0;
  #dataEnd = 0;
  #dataLines = 0;
  #dataBytes = 0;
  /** Data lines before the last one. */
  #earlierData: Buffer[] = [];
  /** The name that was decoded last: the events of a stream have few names. */
  #knownName = '';
  #knownNameBytes: Buffer = NOTHING;
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
      this.#line(chunk, at, end);
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

  /** A line ended, of which `chunk` holds the bytes from `start` to `end`, and #partial what came before. */
  #line(chunk: Buffer, start: number, end: number): void {
    this.#grow(end - start + 1);
    if (this.#isOversized) return;
    if (this.#partial.length === 0) {
      this.#wholeLine(chunk, start, end);
      return;
    }
    const line = Buffer.concat([...this.#partial, chunk.subarray(start, end)]);
    this.#partial = [];
    this.#wholeLine(line, 0, line.length);
  }

  #wholeLine(bytes: Buffer, from: number, end: number): void {
    let start = from;
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
    }
    if (start === end) this.#dispatch();
    else if (isField(bytes, start, end, DATA)) this.#addData(bytes, valueStart(bytes, start + DATA.length, end), end);
    else if (isField(bytes, start, end, EVENT)) {
      this.#name = this.#nameIn(bytes, valueStart(bytes, start + EVENT.length, end), end);
      this.#hasFields = true;
    }
  }

  #addData(bytes: Buffer, start: number, end: number): void {
    if (this.#dataLines > 0) this.#earlierData.push(this.#dataIn.subarray(this.#dataStart, this.#dataEnd));
    this.#dataIn = bytes;
    this.#dataStart = start;
    this.#dataEnd = end;
    this.#dataLines += 1;
    this.#dataBytes += end - start;
    this.#hasFields = true;
  }

  #nameIn(bytes: Buffer, start: number, end: number): string | null {
    if (start === end) return null;
    if (this.#knownNameBytes.length !== end - start || !startsWith(bytes, start, this.#knownNameBytes)) {
      this.#knownNameBytes = Buffer.from(bytes.subarray(start, end));
      this.#knownName = this.#knownNameBytes.toString('utf8');
    }
    return this.#knownName;
  }

  #dispatch(): void {
    if (this.#hasFields) {
      const isWanted = this.#options.wants?.(this.#name) ?? true;
      this.#options.onEvent({ name: this.#name, data: isWanted ? this.#joinedData() : '', dataBytes: this.#dataBytes });
    }
    this.#reset();
  }

  #joinedData(): string {
    if (this.#dataLines === 0) return '';
    const last = this.#dataIn.toString('utf8', this.#dataStart, this.#dataEnd);
    return this.#dataLines === 1 ? last : [...this.#earlierData.map((line) => line.toString('utf8')), last].join('\n');
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
    if (this.#dataLines === 0) return;
    this.#dataIn = NOTHING;
    if (this.#dataLines > 1) this.#earlierData = [];
    this.#dataLines = 0;
    this.#dataBytes = 0;
  }
}

/** Whether the line is the field `name`: its name is followed by a colon or by nothing. */
function isField(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  const nameEnd = start + name.length;
  if (nameEnd > end || (nameEnd < end && bytes[nameEnd] !== COLON)) return false;
  return startsWith(bytes, start, name);
}

/** Names are so short that a call into native code would cost more than the comparison. The bytes must be there. */
function startsWith(bytes: Buffer, start: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** Where the value of a field begins, whose name ends at `nameEnd`: behind the colon and one space. */
function valueStart(bytes: Buffer, nameEnd: number, end: number): number {
  const start = Math.min(nameEnd + 1, end);
  return start < end && bytes[start] === SPACE ? start + 1 : start;
}
