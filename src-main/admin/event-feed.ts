/**
 * The one feed of events: numbers them, keeps the last ones for readers that come back, and lets each reader go at its own
 * pace without ever waiting for it.
 *
 * Readers hold only a position in the shared ring, so a thousand slow readers cost no memory, and publishing costs the same
 * with and without them (it runs on the relaying thread).
 */
import type { FeedEvent, FeedEventOf } from '../../src-shared/feed-events.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { EventFeedSource, FeedItem } from './ports.ts';

/** Events kept for readers that come back. Minutes of a busy proxy; hours of a calm one. */
const RING_SIZE = 10_000;
/** How far a connected reader may lag behind before a reset is cheaper than what it missed. */
const READER_LAG_LIMIT = 1_000;
/**
 * A reader that lost its connection comes back sooner. While nobody can come back nothing is kept: ten thousand events are
 * memory, and objects that live a while cost the garbage collector more than those that do not.
 */
const KEEP_FOR_RETURNING_MS = 5 * MS_PER_MINUTE;
/** Four progress events a second for each exchange: enough for a moving number. */
const PROGRESS_INTERVAL_MS = 250;

export interface EventFeedOptions {
  readonly instanceId: string;
  readonly clock: Clock;
  /** For tests; RING_SIZE. */
  readonly ringSize?: number;
  /** For tests; READER_LAG_LIMIT. */
  readonly readerLagLimit?: number;
}

type Progress = FeedEventOf<'exchange-progress'>;

export class EventFeed implements EventFeedSource {
  readonly #instanceId: string;
  readonly #clock: Clock;
  readonly #ringSize: number;
  readonly #readerLagLimit: number;
  /** Event n lies at n modulo ring size. */
  #ring: FeedItem[] = [];
  readonly #wakeReaders = new Set<() => void>();
  readonly #progress = new Map<string, { waiting: Progress | null; readonly cancel: CancelTimer }>();
  /** Number of the newest event; the first one is 1. */
  #head = 0;
  /** Number of the newest event that is not in the ring because nobody could have asked for it. */
  #notKept = 0;
  /** Until when a reader could come back; Infinity while there is one. */
  #keepUntilMs = 0;
  #isClosed = false;

  constructor(options: EventFeedOptions) {
    this.#instanceId = options.instanceId;
    this.#clock = options.clock;
    this.#ringSize = options.ringSize ?? RING_SIZE;
    this.#readerLagLimit = options.readerLagLimit ?? READER_LAG_LIMIT;
  }

  /** Readers that are open now. */
  get readerCount(): number {
    return this.#wakeReaders.size;
  }

  /** Returns at once and never throws. Progress of an exchange may come out later, merged with what follows it. */
  publish(event: FeedEvent): void {
    if (this.#isClosed) return;
    if (event.type === 'exchange-progress') {
      if (this.#isKeeping()) this.#mergeProgress(event);
      return;
    }
    if (event.type === 'exchange-finished') this.#dropProgress(event.exchange.id);
    this.#append(event);
  }

  /** Ends all readers and publishes nothing more. */
  close(): void {
    this.#isClosed = true;
    for (const { cancel } of this.#progress.values()) cancel();
    this.#progress.clear();
    for (const wake of [...this.#wakeReaders]) wake();
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<FeedItem, void> {
    let wake: () => void = () => undefined;
    const onChange = () => wake();
    this.#wakeReaders.add(onChange);
    this.#keepUntilMs = Number.POSITIVE_INFINITY;
    signal.addEventListener('abort', onChange);
    try {
      // Everything up to here is replayed without counting as lag: it may fill the whole ring.
      const joinedAt = this.#head;
      let position = cursor === null ? null : this.#positionOf(cursor);
      while (!signal.aborted && !this.#isClosed) {
        if (position === null || this.#isTooFarBehind(position, joinedAt)) {
          position = this.#head;
          yield { cursor: this.#cursorOf(position), event: { type: 'reset' } };
          continue;
        }
        const item: FeedItem | undefined = position < this.#head ? this.#ring[(position + 1) % this.#ringSize] : undefined;
        if (item === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        position += 1;
        yield item;
      }
    } finally {
      signal.removeEventListener('abort', onChange);
      this.#wakeReaders.delete(onChange);
      if (this.#wakeReaders.size === 0) this.#keepUntilMs = this.#clock.monotonicMs() + KEEP_FOR_RETURNING_MS;
    }
  }

  #append(event: FeedEvent): void {
    this.#head += 1;
    if (!this.#isKeeping()) {
      this.#notKept = this.#head;
      if (this.#ring.length > 0) this.#ring = [];
      return;
    }
    this.#ring[this.#head % this.#ringSize] = { cursor: this.#cursorOf(this.#head), event };
    for (const wake of this.#wakeReaders) wake();
  }

  #isKeeping(): boolean {
    return this.#keepUntilMs > 0 && this.#clock.monotonicMs() < this.#keepUntilMs;
  }

  #cursorOf(position: number): string {
    return `${this.#instanceId}:${position}`;
  }

  /** Position that `cursor` names; null when it is of another instance, malformed or of the future. */
  #positionOf(cursor: string): number | null {
    const separator = cursor.lastIndexOf(':');
    const digits = cursor.slice(separator + 1);
    if (cursor.slice(0, Math.max(separator, 0)) !== this.#instanceId || !/^\d{1,15}$/.test(digits)) return null;
    const position = Number(digits);
    return position > this.#head ? null : position;
  }

  #isTooFarBehind(position: number, joinedAt: number): boolean {
    const isGone = position < this.#notKept || this.#head - position > this.#ringSize;
    return isGone || this.#head - Math.max(position, joinedAt) > this.#readerLagLimit;
  }

  /** The first progress of an exchange goes out at once, the following ones once an interval, the newest of each. */
  #mergeProgress(event: Progress): void {
    const merging = this.#progress.get(event.exchangeId);
    if (merging !== undefined) {
      merging.waiting = event;
      return;
    }
    this.#append(event);
    this.#holdProgress(event.exchangeId);
  }

  #holdProgress(exchangeId: string): void {
    const cancel = this.#clock.setTimer(PROGRESS_INTERVAL_MS, () => {
      const waiting = this.#progress.get(exchangeId)?.waiting ?? null;
      this.#progress.delete(exchangeId);
      if (waiting !== null) this.#mergeProgress(waiting);
    });
    this.#progress.set(exchangeId, { waiting: null, cancel });
  }

  /** The final numbers come with the end of the exchange. */
  #dropProgress(exchangeId: string): void {
    this.#progress.get(exchangeId)?.cancel();
    this.#progress.delete(exchangeId);
  }
}
