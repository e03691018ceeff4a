/** Answers questions about one stored exchange: its record as the outside knows it, parts of its bodies as text, and where a word occurs. */
import type { AuditBody, AuditFind, AuditFindInput, AuditRecord, AuditText, AuditTextInput } from '../../src-shared/schemas/audit.ts';
import type { DayDatabase } from './day-database.ts';
import type { StoredBody, StoredRecord } from './stored-record.ts';

/** More are not useful to jump to. */
const MAX_FOUND = 1_000;

export interface StoredExchange {
  readonly database: DayDatabase;
  readonly number: number;
  readonly record: StoredRecord;
}

export function viewOf(exchangeId: string, { original, attempts, delivered }: StoredRecord): AuditRecord {
  return {
    exchangeId,
    original: { ...original, body: withoutParts(original.body) },
    attempts: attempts.map(({ number, forwarded, upstream }) => ({
      number,
      forwarded: { ...forwarded, body: withoutParts(forwarded.body) },
      upstream: upstream === null ? null : { ...upstream, body: withoutParts(upstream.body) },
    })),
    delivered: delivered === null ? null : { ...delivered, body: withoutParts(delivered.body) },
  };
}

/** Empty when there is no such body. */
export function textOf(exchange: StoredExchange | null, { part, attempt, offset, limit }: AuditTextInput): AuditText {
  const body = exchange === null ? null : bodyOf(exchange.record, part, attempt);
  if (exchange === null || body === null) return { text: '', offset, nextOffset: null, textBytes: 0 };
  // A character more at the end, to see where one is cut.
  const bytes = readBody(exchange, body, offset, Math.min(offset + limit, body.textBytes));
  const start = offset === 0 ? 0 : beginOfCharacter(bytes);
  const isEnd = offset + bytes.length >= body.textBytes;
  const end = isEnd ? bytes.length : endOfCharacters(bytes);
  // A body that is no UTF-8 has no characters to cut between.
  const cut = end > start ? end : bytes.length;
  return {
    text: bytes.toString('utf8', start, cut),
    offset: offset + start,
    nextOffset: isEnd || bytes.length === 0 ? null : offset + cut,
    textBytes: body.textBytes,
  };
}

export function findIn(exchange: StoredExchange | null, { part, attempt, text: wanted }: AuditFindInput): AuditFind {
  const body = exchange === null ? null : bodyOf(exchange.record, part, attempt);
  if (exchange === null || body === null) return { offsets: [], isMore: false };
  const text = readBody(exchange, body, 0, body.textBytes).toString();
  const offsets: number[] = [];
  let counted = 0;
  let bytes = 0;
  for (const match of text.matchAll(new RegExp(wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu'))) {
    if (offsets.length === MAX_FOUND) return { offsets, isMore: true };
    bytes += Buffer.byteLength(text.slice(counted, match.index));
    counted = match.index;
    offsets.push(bytes);
  }
  return { offsets, isMore: false };
}

function bodyOf({ original, attempts, delivered }: StoredRecord, part: AuditTextInput['part'], number: number | null): StoredBody | null {
  if (part === 'original') return original.body;
  if (part === 'delivered') return delivered?.body ?? null;
  const attempt = attempts.find((one) => one.number === number);
  return (part === 'forwarded' ? attempt?.forwarded.body : attempt?.upstream?.body) ?? null;
}

function readBody({ database, number }: StoredExchange, { parts }: StoredBody, from: number, to: number): Buffer {
  const read: Buffer[] = [];
  let start = 0;
  for (const part of parts) {
    const own = typeof part === 'string' ? Buffer.from(part, 'base64') : null;
    const length = own?.length ?? (typeof part === 'string' ? 0 : part[2] - part[1]);
    const first = Math.max(0, from - start);
    const last = Math.min(length, to - start);
    if (first < last) {
      if (own !== null) read.push(own.subarray(first, last));
      else if (typeof part !== 'string') read.push(database.read(number, part[0], part[1] + first, part[1] + last));
    }
    start += length;
  }
  return Buffer.concat(read);
}

function withoutParts(body: StoredBody | null): AuditBody | null {
  if (body === null) return null;
  const { parts: _, ...rest } = body;
  return rest;
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** Up to three bytes belong to a character that began earlier. */
function beginOfCharacter(bytes: Buffer): number {
  let at = 0;
  while (at < 3 && isContinuation(bytes[at])) at += 1;
  return at;
}

/** Where the last character that is whole ends. */
function endOfCharacters(bytes: Buffer): number {
  let begin = bytes.length - 1;
  while (begin > bytes.length - 4 && isContinuation(bytes[begin])) begin -= 1;
  const first = bytes[begin] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return begin + length > bytes.length ? begin : bytes.length;
}
