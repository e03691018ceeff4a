/** The exchanges that run right now: what a stop waits for, and what it breaks off. */
import type { Clock } from '../platform/clock.ts';

/** Runs until its outcome; both kinds of exchange. */
export interface Running {
  interrupt(): void;
}

/**
 * An array and not a Map or Set: those leave a copy of their entries behind with every few changes, each holds on to the next, and
 * once one of them is old, all of them and every exchange in them wait for the garbage collector to look at everything.
 */
export class RunningExchanges {
  readonly #clock: Clock;
  readonly #running: Entry[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async track<T>(running: Running, end: Promise<T>): Promise<T> {
    const entry: Entry = { running, end, index: this.#running.length };
    this.#running.push(entry);
    try {
      return await end;
    } finally {
      this.#forget(entry);
    }
  }

  /** Resolves when nothing runs any more, or after `maxMs`. */
  async idle(maxMs: number): Promise<void> {
    if (this.#running.length === 0 || maxMs <= 0) return;
    const limit = Promise.withResolvers<void>();
    const cancel = this.#clock.setTimer(maxMs, () => limit.resolve());
    await Promise.race([Promise.allSettled(this.#ends()), limit.promise]);
    cancel();
  }

  async interruptAll(): Promise<void> {
    const ends = this.#ends();
    for (const { running } of [...this.#running]) running.interrupt();
    await Promise.allSettled(ends);
  }

  #ends(): readonly Promise<unknown>[] {
    return this.#running.map(({ end }) => end);
  }

  /** The last one takes its place. */
  #forget(entry: Entry): void {
    const last = this.#running.pop();
    if (last === undefined || last === entry) return;
    last.index = entry.index;
    this.#running[entry.index] = last;
  }
}

interface Entry {
  readonly running: Running;
  readonly end: Promise<unknown>;
  /** Its place in the list. */
  index: number;
}
