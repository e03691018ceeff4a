/**
 * At which of its candidates one exchange may try next, now that endpoints may have a limit of attempts at once: the first one
 * with a free place, at once; when all are full, whichever has one first, after a bounded wait.
 */
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Clock } from '../platform/clock.ts';
import type { EndpointSlots, WaitingForSlot } from './endpoint-slots.ts';
import type { ProxyEndpoint } from './ports.ts';

/** Longest that one exchange waits for places in all, ms. The client warns at 30 s of silence. */
const MAX_WAIT_MS = 30_000;

/**
 * `taken`: a place was taken and must be released. `none`: there is no candidate. `overloaded`: all are full, and waiting was
 * not possible or took too long. `left`: the wait was given up. `changed`: the endpoints changed during the wait, so that the
 * candidates are to be looked at afresh.
 */
export type Turn =
  | { readonly kind: 'taken'; readonly endpoint: ProxyEndpoint; readonly hasWaited: boolean }
  | { readonly kind: 'changed' }
  | { readonly kind: 'none' | 'overloaded' | 'left' };

export interface TurnTakingOptions {
  readonly slots: EndpointSlots;
  readonly clock: Clock;
  /** What is left of the time that the exchange may sleep, ms; 0: it does not wait. */
  readonly budgetMs: () => number;
}

export class TurnTaking {
  readonly #options: TurnTakingOptions;
  #waiting: WaitingForSlot<ProxyEndpoint> | null = null;
  #waitedMs = 0;
  #full: readonly ProxyEndpoint[] = [];
  #lastWaitMs = 0;

  constructor(options: TurnTakingOptions) {
    this.#options = options;
  }

  /** Waited for places so far, ms. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Whether the last turn was not at the first of the candidates because that one was full. */
  get isOverflow(): boolean {
    return this.#full.length > 0;
  }

  /** For the record: which endpoints were full at the last turn, and how long it waited. Null: none. */
  get note(): string | null {
    if (this.#full.length === 0) return null;
    const wait = this.#lastWaitMs > 0 ? `, waited ${(this.#lastWaitMs / MS_PER_SECOND).toFixed(1)} s for a place` : '';
    const full = this.#full.map(({ name, maxConcurrent }) => `${name} was at its limit of ${maxConcurrent} at once`);
    return full.join(', ') + wait;
  }

  /** @param wanted In order of preference. */
  async take(wanted: readonly ProxyEndpoint[]): Promise<Turn> {
    this.#full = [];
    this.#lastWaitMs = 0;
    if (wanted.length === 0) return { kind: 'none' };
    const { slots } = this.#options;
    const index = wanted.findIndex((endpoint) => slots.tryTake(endpoint));
    this.#full = index === -1 ? wanted : wanted.slice(0, index);
    const endpoint = wanted[index];
    return endpoint === undefined ? this.#wait(wanted) : { kind: 'taken', endpoint, hasWaited: false };
  }

  /** The client left, or the app stops. */
  leave(): void {
    this.#waiting?.leave();
  }

  async #wait(wanted: readonly ProxyEndpoint[]): Promise<Turn> {
    const { slots, clock, budgetMs } = this.#options;
    const maxMs = Math.min(MAX_WAIT_MS - this.#waitedMs, budgetMs());
    if (maxMs <= 0) return { kind: 'overloaded' };
    const startedMs = clock.monotonicMs();
    this.#waiting = slots.wait(wanted, maxMs);
    const ended = await this.#waiting.ended;
    this.#waiting = null;
    this.#lastWaitMs = clock.monotonicMs() - startedMs;
    this.#waitedMs += this.#lastWaitMs;
    if (ended.kind === 'taken') return { kind: 'taken', endpoint: ended.endpoint, hasWaited: true };
    if (ended.kind === 'changed') return { kind: 'changed' };
    return { kind: ended.kind === 'left' ? 'left' : 'overloaded' };
  }
}
