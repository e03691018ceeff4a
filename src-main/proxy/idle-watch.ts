/** Notices when an endpoint has been silent for too long in the middle of an answer. */
import type { CancelTimer, Clock } from '../platform/clock.ts';

export interface IdleWatchOptions {
  readonly clock: Clock;
  /** Longest silence, ms. */
  readonly limitMs: number;
  readonly onIdle: () => void;
}

/** One timer that looks again when it fires, instead of a new timer per chunk. */
export class IdleWatch {
  readonly #options: IdleWatchOptions;
  #lastByteMs: number;
  #isPaused = false;
  #cancelTimer: CancelTimer | null = null;

  constructor(options: IdleWatchOptions) {
    this.#options = options;
    this.#lastByteMs = options.clock.monotonicMs();
  }

  start(): void {
    this.touched();
    this.#look();
  }

  /** A byte came. */
  touched(): void {
    this.#lastByteMs = this.#options.clock.monotonicMs();
  }

  /** The client reads slowly: silence is not the endpoint's now. */
  paused(): void {
    this.#isPaused = true;
  }

  resumed(): void {
    this.#isPaused = false;
    this.touched();
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #look(): void {
    const { clock, limitMs, onIdle } = this.#options;
    const leftMs = this.#isPaused ? limitMs : limitMs - (clock.monotonicMs() - this.#lastByteMs);
    if (leftMs <= 0) onIdle();
    else this.#cancelTimer = clock.setTimer(leftMs, () => this.#look());
  }
}
