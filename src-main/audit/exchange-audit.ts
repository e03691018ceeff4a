/** What the data path tells about one exchange, made into events; here it is decided which bytes are sent along. */
import type { AuditQueue } from './audit-queue.ts';
import { MAX_EVENT_BYTES } from './batch-memory.ts';
import type { AuditEvent, BodyPart, SplicePiece } from './messages.ts';

/** So much of what stands around spliced-in bytes is searched with them for credentials. */
const CONTEXT_BYTES = 1_024;
/** More of its own makes a body a translation, which is kept for itself. */
const MAX_SPLICED_BYTES = 16_384;
const WHOLE: readonly SplicePiece[] = [{ from: 0, to: Number.MAX_SAFE_INTEGER }];

export interface BegunExchange {
  readonly id: string;
  readonly startedAtMs: number;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  /** Null: it has none, or it comes in chunks. */
  readonly body: Buffer | null;
}

export interface ForwardedRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly headers: readonly string[];
  /** `original`: the client's body as it comes. Pieces may lie in the memory of the body that the exchange began with. */
  readonly body: readonly Buffer[] | 'original' | null;
}

export interface ExchangeAuditOptions {
  readonly queue: AuditQueue;
  readonly maxBodyBytes: number;
  readonly onEnd: () => void;
}

export class ExchangeAudit {
  readonly #id: string;
  readonly #options: ExchangeAuditOptions;
  #original: Buffer | null;
  /** Bytes sent along per body, and whether some are missing already. */
  readonly #sent: Record<BodyPart, { bytes: number; isOver: boolean }>;
  #isCopying = false;
  #relayedBytes = 0;
  #isOver = false;

  constructor(begun: BegunExchange, options: ExchangeAuditOptions) {
    this.#id = begun.id;
    this.#options = options;
    this.#original = begun.body;
    this.#sent = { original: fresh(), forwarded: fresh(), upstream: fresh(), delivered: fresh() };
    const { id, startedAtMs, method, target, headers } = begun;
    options.queue.add({ is: 'begun', id, startedAtMs, method, target, headers: [...headers] });
    if (begun.body !== null) this.#body('original', begun.body);
  }

  originalChunk(chunk: Buffer): void {
    this.#body('original', chunk);
  }

  /** The client's body has an end that nobody reads: its request was refused, or broke off. */
  originalUnread(): void {
    this.#options.queue.add({ is: 'unread', id: this.#id });
  }

  forwarded({ method, origin, path, headers, body }: ForwardedRequest): void {
    const head: Omit<Extract<AuditEvent, { is: 'forwarded' }>, 'splice'> = {
      is: 'forwarded',
      id: this.#id,
      method,
      target: origin + path,
      headers: [...headers],
    };
    this.#sent.forwarded = fresh();
    this.#sent.upstream = fresh();
    this.#isCopying = false;
    if (body === 'original') {
      this.#options.queue.add({ ...head, splice: [...WHOLE] });
      return;
    }
    const splice = body === null ? null : this.#spliceOf(body);
    if (splice !== null) this.#options.queue.add({ ...head, splice: splice.pieces }, splice.bytes);
    else {
      this.#options.queue.add({ ...head, splice: null });
      for (const piece of body ?? []) this.#body('forwarded', piece);
    }
  }

  upstreamHead(status: number, headers: readonly string[]): void {
    this.#options.queue.add({ is: 'answered', id: this.#id, status, headers: [...headers] });
  }

  upstreamChunk(chunk: Buffer): void {
    this.#body('upstream', chunk);
  }

  /** From now on the client gets what the endpoint sends, byte for byte. */
  copiesUpstream(): void {
    this.#isCopying = true;
  }

  deliveredHead(status: number, headers: readonly string[]): void {
    this.#options.queue.add({ is: 'delivered', id: this.#id, status, headers: [...headers] });
  }

  /** A chunk on its way from an endpoint. */
  relayed(chunk: Buffer): void {
    // No attempt follows any more, so the request's body need not be held for it.
    this.#original = null;
    if (this.#isCopying) this.#relayedBytes += chunk.length;
    else this.#body('delivered', chunk);
  }

  /** Bytes of our own: a ping, an error. */
  delivered(bytes: Buffer): void {
    this.#tellRelayed();
    this.#body('delivered', bytes);
  }

  settle(): void {
    this.#original = null;
    this.#options.queue.settle(this.#id);
  }

  ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#original = null;
    this.#tellRelayed();
    this.#options.queue.add({ is: 'ended', id: this.#id });
    this.#options.onEnd();
  }

  #tellRelayed(): void {
    if (this.#relayedBytes > 0) this.#options.queue.add({ is: 'relayed', id: this.#id, bytes: this.#relayedBytes });
    this.#relayedBytes = 0;
  }

  #body(part: BodyPart, chunk: Buffer): void {
    if (this.#isOver) return;
    const { queue, maxBodyBytes } = this.#options;
    const sent = this.#sent[part];
    const id = this.#id;
    if (sent.isOver || !queue.hasRoomFor(Math.min(chunk.length, maxBodyBytes - sent.bytes))) {
      // Of a body with a gap, what comes behind it is not kept.
      const why = sent.isOver || sent.bytes > 0 ? 'cut' : 'dropped';
      sent.isOver = true;
      queue.add({ is: 'body', id, part, bytes: 0, missing: chunk.length, why });
      return;
    }
    const kept = chunk.subarray(0, maxBodyBytes - sent.bytes);
    sent.bytes += kept.length;
    sent.isOver = kept.length < chunk.length;
    const missing = chunk.length - kept.length;
    // Of nothing there is one piece too: what is missing is told with it.
    for (let at = 0; at === 0 || at < kept.length; at += MAX_EVENT_BYTES) {
      const piece = kept.subarray(at, at + MAX_EVENT_BYTES);
      const isLast = at + MAX_EVENT_BYTES >= kept.length;
      queue.add({ is: 'body', id, part, bytes: piece.length, missing: isLast ? missing : 0, why: 'cut' }, [piece]);
    }
  }

  /** Null when the pieces are no splice of the original. */
  #spliceOf(body: readonly Buffer[]): { readonly pieces: SplicePiece[]; readonly bytes: readonly Buffer[] } | null {
    const original = this.#original;
    if (original === null) return null;
    const pieces: SplicePiece[] = [];
    const bytes: Buffer[] = [];
    let ownBytes = 0;
    body.forEach((piece, index) => {
      if (isPartOf(original, piece)) {
        const from = piece.byteOffset - original.byteOffset;
        pieces.push({ from, to: from + piece.length });
        return;
      }
      const before = body[index - 1]?.subarray(-CONTEXT_BYTES) ?? NOTHING;
      const behind = body[index + 1]?.subarray(0, CONTEXT_BYTES) ?? NOTHING;
      pieces.push({ before: before.length, bytes: piece.length, behind: behind.length });
      bytes.push(before, piece, behind);
      ownBytes += piece.length;
    });
    return ownBytes > MAX_SPLICED_BYTES || ownBytes === body.reduce((sum, piece) => sum + piece.length, 0) ? null : { pieces, bytes };
  }
}

const NOTHING = Buffer.alloc(0);

function fresh(): { bytes: number; isOver: boolean } {
  return { bytes: 0, isOver: false };
}

function isPartOf(whole: Buffer, piece: Buffer): boolean {
  return piece.buffer === whole.buffer && piece.byteOffset >= whole.byteOffset && piece.byteOffset + piece.length <= whole.byteOffset + whole.length;
}
