/**
 * How many attempts run at each endpoint at once, and who waits for a place when an endpoint with a limit is full. The queue is
 * first come, first served, and short: a client that is told "529, try again" soon waits better than we can.
 */
import type { Clock } from '../platform/clock.ts';

/** Exchanges that wait at once, over all endpoints. */
export const MAX_WAITING = 64;

export interface LimitedEndpoint {
  readonly id: string;
  /** Attempts that may run at once; null: any number. */
  readonly maxConcurrent: number | null;
}

/** `full`: too many wait already. `late`: no place came free in time. `left`: the wait was given up. `changed`: the endpoints are others now. */
export type SlotWait<E> = { readonly kind: 'taken'; readonly endpoint: E } | { readonly kind: 'full' | 'late' | 'left' | 'changed' };

export interface WaitingForSlot<E> {
  readonly ended: Promise<SlotWait<E>>;
  /** Gives the wait up; does nothing when it has ended. */
  leave(): void;
}

interface Waiter {
  /** @returns False when this waiter has no use for a place there. */
  offer(endpointId: string): boolean;
  sendBack(): void;
}

export class EndpointSlots {
  readonly #clock: Clock;
  readonly #running = new Map<string, number>();
  /** In the order of arrival. */
  readonly #waiters = new Set<Waiter>();

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  /** Attempts that run at an endpoint now. */
  running(endpointId: string): number {
    return this.#running.get(endpointId) ?? 0;
  }

  /** Takes a place unless the endpoint is full. Each place that was taken is given back once, with `release`. */
  tryTake(endpoint: LimitedEndpoint): boolean {
    const running = this.running(endpoint.id);
    if (endpoint.maxConcurrent !== null && running >= endpoint.maxConcurrent) return false;
    this.#running.set(endpoint.id, running + 1);
    return true;
  }

  /** Gives a place back: to whoever waits for it longest. */
  release(endpointId: string): void {
    const running = this.running(endpointId) - 1;
    if (running > 0) this.#running.set(endpointId, running);
    else this.#running.delete(endpointId);
    for (const waiter of this.#waiters) if (waiter.offer(endpointId)) return;
  }

  /** Endpoints were added, removed or edited: all waits end, in order, so that each exchange looks afresh at where it may go. */
  reconsider(): void {
    for (const waiter of [...this.#waiters]) waiter.sendBack();
  }

  /** Waits up to `maxMs` for a place at any of `endpoints`, all of which are full now. */
  wait<E extends LimitedEndpoint>(endpoints: readonly E[], maxMs: number): WaitingForSlot<E> {
    if (this.#waiters.size >= MAX_WAITING) return { ended: Promise.resolve({ kind: 'full' }), leave: () => undefined };
    const { promise, resolve } = Promise.withResolvers<SlotWait<E>>();
    const end = (result: SlotWait<E>) => {
      this.#waiters.delete(waiter);
      cancel();
      resolve(result);
    };
    const waiter: Waiter = {
      offer: (endpointId) => {
        const endpoint = endpoints.find(({ id }) => id === endpointId);
        if (endpoint === undefined || !this.tryTake(endpoint)) return false;
        end({ kind: 'taken', endpoint });
        return true;
      },
      sendBack: () => end({ kind: 'changed' }),
    };
    this.#waiters.add(waiter);
    const cancel = this.#clock.setTimer(maxMs, () => end({ kind: 'late' }));
    return { ended: promise, leave: () => end({ kind: 'left' }) };
  }
}
