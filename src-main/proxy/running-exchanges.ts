/** The exchanges that run right now: what a stop waits for, and what it breaks off. */
import type { Clock } from '../platform/clock.ts';

/** Runs until its outcome; both kinds of exchange. */
export interface Running {
  interrupt(): void;
}

export class RunningExchanges {
  readonly #clock: Clock;
  readonly #running = new Map<Running, Promise<unknown>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async track<T>(running: Running, end: Promise<T>): Promise<T> {
    this.#running.set(running, end);
    try {
      return await end;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when nothing runs any more, or after `maxMs`. */
  async idle(maxMs: number): Promise<void> {
    if (this.#running.size === 0 || maxMs <= 0) return;
    const limit = Promise.withResolvers<void>();
    const cancel = this.#clock.setTimer(maxMs, () => limit.resolve());
    await Promise.race([Promise.allSettled(this.#running.values()), limit.promise]);
    cancel();
  }

  async interruptAll(): Promise<void> {
    const ends = [...this.#running.values()];
    for (const running of this.#running.keys()) running.interrupt();
    await Promise.allSettled(ends);
  }
}
