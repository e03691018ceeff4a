/** Time as a port: the only way the core asks for it, so that tests can turn the clock by hand. */

/** Cancels a timer; calling it twice, or after it fired, does nothing. */
export type CancelTimer = () => void;

export interface Clock {
  /** Unix time, ms. May step when the user or NTP sets the clock. */
  nowMs(): number;
  /** Ms since an arbitrary start; never steps back. For durations and deadlines. */
  monotonicMs(): number;
  /** Runs `callback` once after `delayMs`. Does not keep the process alive. */
  setTimer(delayMs: number, callback: () => void): CancelTimer;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
