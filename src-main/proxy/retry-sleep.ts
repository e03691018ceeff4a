/** The waits of one exchange before it asks the same endpoint again: how long in all, and ended early when nobody waits any more. */
import type { Clock } from '../platform/clock.ts';

export class RetrySleep {
  readonly #clock: Clock;
  #sleptMs = 0;
  #wake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All waits so far as they were meant, ms. */
  get sleptMs(): number {
    return this.#sleptMs;
  }

  sleep(waitMs: number): Promise<void> {
    if (waitMs === 0) return Promise.resolve();
    this.#sleptMs += waitMs;
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = null;
        cancel();
        resolve();
      };
      const cancel = this.#clock.setTimer(waitMs, wake);
      this.#wake = wake;
    });
  }

  /** Ends the wait that is under way. */
  wake(): void {
    this.#wake?.();
  }
}
