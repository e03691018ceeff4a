/** How many bytes of request bodies are held in memory at once, over all exchanges, and who waits for room. */
import type { Clock } from '../platform/clock.ts';

export class HeldBytes {
  readonly #limitBytes: number;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #bytes = 0;

  constructor(options: { readonly limitBytes: number; readonly clock: Clock }) {
    this.#limitBytes = options.limitBytes;
    this.#clock = options.clock;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#bytes > this.#limitBytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
    if (!this.isFull) for (const wake of [...this.#waiting]) wake();
  }

  /** Calls back once with true when there is room, or with false after `maxMs`. @returns Stops waiting. */
  whenRoom(maxMs: number, callback: (hasRoom: boolean) => void): () => void {
    const finish = (hasRoom: boolean) => {
      if (!this.#waiting.delete(wake)) return;
      cancelTimer();
      callback(hasRoom);
    };
    const wake = () => finish(true);
    this.#waiting.add(wake);
    const cancelTimer = this.#clock.setTimer(maxMs, () => finish(false));
    return () => {
      this.#waiting.delete(wake);
      cancelTimer();
    };
  }
}
