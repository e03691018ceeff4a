/** One exchange on its way into a day's database: events come in, heads are kept until the end, bodies are written as they come. */
import type { AuditHeaders } from '../../src-shared/schemas/audit.ts';
import { BodyWriter, type BodyWriterOptions } from './body-writer.ts';
import type { DayDatabase } from './day-database.ts';
import type { AuditEvent, BodyPart } from './messages.ts';
import { credentialsIn, redactHeaders, redactUrl } from './redact-head.ts';
import type { SecretFinder } from './secret-finder.ts';
import { type ReadPiece, readPieces, splicedBody } from './spliced-body.ts';
import type { StoredBody, StoredPart, StoredRecord } from './stored-record.ts';

type EventOf<Is extends AuditEvent['is']> = Extract<AuditEvent, { is: Is }>;

export interface ExchangeWriterOptions {
  readonly database: DayDatabase;
  readonly finder: SecretFinder;
  readonly onDone: (bytes: number) => void;
  readonly onProblem: (message: string) => void;
}

interface Head {
  readonly headers: AuditHeaders;
  readonly rawHeaders: readonly string[];
}

interface OpenAttempt {
  readonly method: string;
  readonly target: string;
  readonly head: Head;
  /** How its body is made of the original; null: it has bytes of its own, or none. */
  readonly pieces: readonly ReadPiece[] | null;
  answer: { readonly status: number; readonly head: Head } | null;
}

/** What the client got, in order: bytes of its own, or so many of an attempt's answer. */
type Delivered = { readonly own: BodyWriter } | { readonly attempt: number; readonly from: number; bytes: number };

export class ExchangeWriter {
  readonly #options: ExchangeWriterOptions;
  readonly #number: number;
  readonly #begun: EventOf<'begun'>;
  readonly #head: Head;
  /** Forms of credentials that this exchange carried and that are no endpoint's. */
  readonly #extra: readonly string[];
  readonly #attempts: OpenAttempt[] = [];
  readonly #bodies = new Map<string, BodyWriter>();
  #delivered: { readonly status: number; readonly head: Head } | null = null;
  readonly #deliveredParts: Delivered[] = [];

  constructor(begun: EventOf<'begun'>, options: ExchangeWriterOptions) {
    this.#options = options;
    this.#begun = begun;
    this.#number = options.database.newExchange();
    this.#extra = options.finder.isOn ? credentialsIn(begun.headers, begun.target) : [];
    this.#head = this.#readHead(begun.headers);
  }

  get day(): string {
    return this.#options.database.day;
  }

  /** @param take Hands out the next bytes of the batch. */
  take(event: AuditEvent, take: (bytes: number) => Buffer): void {
    switch (event.is) {
      case 'forwarded':
        this.#forwarded(event, take);
        return;
      case 'answered': {
        const attempt = this.#attempts.at(-1);
        if (attempt !== undefined) attempt.answer = { status: event.status, head: this.#readHead(event.headers) };
        return;
      }
      case 'delivered':
        this.#delivered = { status: event.status, head: this.#readHead(event.headers) };
        return;
      case 'relayed':
        this.#relayed(event.bytes);
        return;
      case 'body':
        this.#bodyOf(event.part).push(take(event.bytes), event.missing === 0 ? null : { bytes: event.missing, why: event.why });
        return;
      case 'unread':
        this.#bodyOf('original').unread();
        return;
      case 'begun':
      case 'ended':
    }
  }

  /** Writes what is left. */
  end(): void {
    const { id, startedAtMs, method, target } = this.#begun;
    const { database, finder } = this.#options;
    const original = this.#bodies.get('original');
    const originalBody = original?.end() ?? null;
    const attempts = this.#attempts.map((attempt, index) => ({
      number: index + 1,
      forwarded: {
        method: attempt.method,
        target: attempt.target,
        headers: attempt.head.headers,
        body:
          attempt.pieces !== null && original !== undefined && originalBody !== null
            ? splicedBody(attempt.pieces, original, originalBody)
            : (this.#bodies.get(`forwarded ${index + 1}`)?.end() ?? null),
      },
      upstream: attempt.answer === null ? null : this.#answer(attempt.answer, this.#bodies.get(`upstream ${index + 1}`)?.end() ?? null),
    }));
    const record: StoredRecord = {
      original: { method, target: redactUrl(target, finder, this.#extra), headers: this.#head.headers, body: originalBody },
      attempts,
      delivered: this.#delivered === null ? null : this.#answer(this.#delivered, this.#deliveredBody(attempts)),
    };
    database.finish(this.#number, id, startedAtMs, record);
  }

  /** Nothing more will be written; gives back the room of what is still in memory. */
  abandon(): void {
    for (const body of this.#bodies.values()) body.abandon();
  }

  #readHead(rawHeaders: readonly string[]): Head {
    return { rawHeaders, headers: redactHeaders(rawHeaders, this.#options.finder, this.#extra ?? []) };
  }

  #answer(answer: { readonly status: number; readonly head: Head }, body: StoredBody | null) {
    return { status: answer.status, headers: answer.head.headers, body };
  }

  #forwarded(event: EventOf<'forwarded'>, take: (bytes: number) => Buffer): void {
    const { finder, onDone } = this.#options;
    const takeAndForget = (bytes: number) => {
      onDone(bytes);
      return take(bytes);
    };
    this.#attempts.push({
      method: event.method,
      target: redactUrl(event.target, finder, this.#extra),
      head: this.#readHead(event.headers),
      pieces: event.splice === null ? null : readPieces(event.splice, takeAndForget, finder, this.#extra),
      answer: null,
    });
  }

  #relayed(bytes: number): void {
    const attempt = this.#attempts.length;
    const last = this.#deliveredParts.at(-1);
    if (last !== undefined && 'attempt' in last && last.attempt === attempt) last.bytes += bytes;
    else this.#deliveredParts.push({ attempt, from: 0, bytes });
  }

  #bodyOf(part: BodyPart): BodyWriter {
    const number = this.#attempts.length;
    if (part === 'delivered') return this.#ownDelivered();
    const key = part === 'original' ? part : `${part} ${number}`;
    const known = this.#bodies.get(key);
    if (known !== undefined) return known;
    const head = part === 'original' ? this.#head : part === 'forwarded' ? this.#attempts.at(-1)?.head : this.#attempts.at(-1)?.answer?.head;
    return this.#newBody(key, head);
  }

  /** Our own bytes in front of the endpoint's (pings) and behind them (an error event) are bodies of their own. */
  #ownDelivered(): BodyWriter {
    const last = this.#deliveredParts.at(-1);
    if (last !== undefined && 'own' in last) return last.own;
    const own = this.#newBody(`delivered ${this.#deliveredParts.length}`, this.#delivered?.head);
    this.#deliveredParts.push({ own });
    return own;
  }

  #newBody(key: string, head: Head | undefined): BodyWriter {
    const options: BodyWriterOptions = {
      ...this.#options,
      exchange: this.#number,
      body: this.#bodies.size,
      extra: this.#extra,
      contentType: headerOf(head, 'content-type') ?? null,
      contentEncoding: headerOf(head, 'content-encoding'),
    };
    const writer = new BodyWriter(options);
    this.#bodies.set(key, writer);
    return writer;
  }

  #deliveredBody(attempts: StoredRecord['attempts']): StoredBody | null {
    if (this.#deliveredParts.length === 0) return null;
    const parts: StoredPart[] = [];
    let bytes = 0;
    let kept: StoredBody['kept'] = 'whole';
    for (const part of this.#deliveredParts) {
      const { body, wireBytes } = 'own' in part ? { body: part.own.end(), wireBytes: part.own.wireBytes } : this.#relayedBody(part, attempts);
      bytes += wireBytes;
      if (body === null) continue;
      if (body.kept !== 'whole') kept = body.kept;
      parts.push(...body.parts);
    }
    const textBytes = parts.reduce((sum, part) => sum + (typeof part === 'string' ? 0 : part[2] - part[1]), 0);
    return { bytes, kept, textBytes, contentType: headerOf(this.#delivered?.head, 'content-type') ?? null, parts };
  }

  #relayedBody({ attempt, bytes }: { readonly attempt: number; readonly bytes: number }, attempts: StoredRecord['attempts']) {
    const body = attempts[attempt - 1]?.upstream?.body ?? null;
    const writer = this.#bodies.get(`upstream ${attempt}`);
    if (body === null || writer === undefined || bytes >= writer.wireBytes) return { body, wireBytes: bytes };
    // The client left before all of it had been handed over.
    const parts = body.parts.map((part): StoredPart => (typeof part === 'string' ? part : [part[0], 0, writer.mapped(bytes, 'before')]));
    return { body: { ...body, parts }, wireBytes: bytes };
  }
}

function headerOf(head: Head | undefined, name: string): string | undefined {
  const raw = head?.rawHeaders ?? [];
  for (let i = 0; i + 1 < raw.length; i += 2) if (raw[i]?.toLowerCase() === name) return raw[i + 1];
  return undefined;
}
