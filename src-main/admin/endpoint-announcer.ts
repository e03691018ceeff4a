/**
 * Tells the feed about endpoints whose state changed, at most a few times a second. Counters change with every attempt on
 * the relaying thread; composing the whole list there each time would cost more than relaying.
 */
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';

/** Fast enough to look immediate. */
const INTERVAL_MS = 150;

export interface EndpointAnnouncerOptions {
  readonly list: () => readonly EndpointWithState[];
  readonly publish: (event: FeedEvent) => void;
  /** Hears of each announced list. */
  readonly observe: (endpoints: readonly EndpointWithState[]) => void;
  readonly clock: Clock;
}

export class EndpointAnnouncer {
  readonly #options: EndpointAnnouncerOptions;
  #cancel: CancelTimer | null = null;

  constructor(options: EndpointAnnouncerOptions) {
    this.#options = options;
  }

  /** Something changed; it is announced within INTERVAL_MS together with what follows. */
  changed(): void {
    this.#cancel ??= this.#options.clock.setTimer(INTERVAL_MS, () => this.now());
  }

  /** Announces at once. */
  now(): void {
    this.stop();
    const endpoints = this.#options.list();
    this.#options.observe(endpoints);
    this.#options.publish({ type: 'endpoints-changed', endpoints: [...endpoints] });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
