/**
 * Decides the stored form of the sums of one day of UTC in usage_day: numbers of 7 bits per byte, one after the other, so
 * that a year is read in milliseconds. Changing it takes a migration that empties usage_day; the sums are then made again.
 */

import { addStoredHistogram, encodeHistogram } from './histogram.ts';
import type { QuarterLine, QuarterSink } from './quarter-sums.ts';
import { BUCKET_MS } from './usage-bucket.ts';
import type { Figures, KeyedFigures } from './usage-figures.ts';
import { ROLLUP_COUNTERS } from './usage-rollup.ts';
import { TOTALS } from './usage-totals.ts';

/** For each key: key, name, the counters, both histograms. */
export function encodeFigures(keyed: KeyedFigures): Buffer {
  const bytes = new ByteWriter();
  for (const { key, name, figures } of keyed.entries()) {
    bytes.text(key);
    bytes.text(name);
    for (const counter of ROLLUP_COUNTERS) bytes.number(figures.counters[counter]);
    bytes.block(encodeHistogram(figures.firstByte));
    bytes.block(encodeHistogram(figures.total));
  }
  return bytes.toBuffer();
}

/** Adds what `encodeFigures` wrote. Throws a RangeError when the bytes are not its work. */
export function decodeFigures(encoded: Uint8Array, sum: KeyedFigures): void {
  const bytes = new ByteReader(encoded);
  while (!bytes.isAtEnd) {
    const figures: Figures = sum.of(bytes.text(), bytes.text());
    for (const counter of ROLLUP_COUNTERS) figures.counters[counter] += bytes.number();
    addStoredHistogram(figures.firstByte, bytes.block());
    addStoredHistogram(figures.total, bytes.block());
  }
}

/** Collects the quarters of a day for their stored form: for each key, its quarters (0 to 95) with their totals. */
export class DayQuarters {
  readonly #dayStartMs: number;
  readonly #byKey = new Map<string, ByteWriter>();

  constructor(dayStartMs: number) {
    this.#dayStartMs = dayStartMs;
  }

  readonly sink: QuarterSink = (key) => {
    const bytes = this.#byKey.get(key) ?? new ByteWriter();
    this.#byKey.set(key, bytes);
    return (startMs, row) => {
      bytes.number((startMs - this.#dayStartMs) / BUCKET_MS);
      for (let index = 0; index < TOTALS.length; index += 1) bytes.number(row[index] ?? 0);
    };
  };

  encode(): Buffer {
    const bytes = new ByteWriter();
    for (const [key, quarters] of this.#byKey) {
      bytes.text(key);
      bytes.block(quarters.toBuffer());
    }
    return bytes.toBuffer();
  }
}

/** Tells the sink what `DayQuarters` collected. Throws a RangeError when the bytes are not its work. */
export function decodeQuarters(encoded: Uint8Array, dayStartMs: number, sink: QuarterSink): void {
  const bytes = new ByteReader(encoded);
  const row = new Float64Array(TOTALS.length);
  while (!bytes.isAtEnd) {
    const line = sink(bytes.text());
    const quarters = bytes.block();
    if (line !== null) decodeLine(quarters, row, dayStartMs, line);
  }
}

/** Reads as ByteReader.number does, written out: a report over years reads millions of numbers here. */
function decodeLine(bytes: Uint8Array, row: Float64Array, dayStartMs: number, line: QuarterLine): void {
  const length = bytes.byteLength;
  for (let at = 0; at < length; ) {
    const startMs = dayStartMs + Number(bytes[at]) * BUCKET_MS;
    at += 1;
    for (let index = 0; index < row.length; index += 1) {
      let byte = Number(bytes[at]);
      let value = byte & 0x7f;
      let scale = 0x80;
      while (byte >= 0x80) {
        at += 1;
        byte = Number(bytes[at]);
        value += (byte & 0x7f) * scale;
        scale *= 0x80;
      }
      at += 1;
      row[index] = value;
    }
    if (at > length) throw new RangeError('the sums of a day end in the middle of a number');
    line(startMs, row);
  }
}

class ByteWriter {
  readonly #bytes: number[] = [];

  /** @param value  A whole number from 0 to 2^53 - 1. */
  number(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes.push(rest);
  }

  block(bytes: Uint8Array): void {
    this.number(bytes.byteLength);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  text(value: string): void {
    this.block(Buffer.from(value));
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.byteLength;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new RangeError('the sums of a day end in the middle of a number');
      this.#at += 1;
      if (byte < 0x80) return value + byte * scale;
      value += (byte - 0x80) * scale;
      scale *= 0x80;
    }
  }

  block(): Uint8Array {
    const length = this.number();
    const end = this.#at + length;
    if (end > this.#bytes.byteLength) throw new RangeError('the sums of a day end in the middle of a block');
    const block = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return block;
  }

  text(): string {
    const { buffer, byteOffset, byteLength } = this.block();
    return Buffer.from(buffer, byteOffset, byteLength).toString();
  }
}
