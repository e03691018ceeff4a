/**
 * One-time codes in login links: who may turn a code into a session. Only hashes are kept, a code works once and for ten
 * minutes, and wrong guesses soon close the door for a while.
 */
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { Clock } from '../platform/clock.ts';
import { createToken, sha256 } from './bearer-token.ts';

const CODE_LIFETIME_MS = 10 * MS_PER_MINUTE;
/** Links that are open at a time; a further one ends the oldest. */
const MAX_OPEN_CODES = 20;
/** A code has 256 bits, so this only keeps a guesser from making work. */
const MAX_WRONG_GUESSES = 10;
const GUESS_WINDOW_MS = MS_PER_MINUTE;

export class LoginCodes {
  readonly #clock: Clock;
  /** Hash of the code, hex → end of its life (monotonic ms), oldest first. */
  readonly #codes = new Map<string, number>();
  #wrongGuesses = 0;
  #windowEndsAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(): string {
    const code = createToken();
    const oldest = this.#codes.keys().next().value;
    if (this.#codes.size >= MAX_OPEN_CODES && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.set(hashOf(code), this.#clock.monotonicMs() + CODE_LIFETIME_MS);
    return code;
  }

  /** `locked`: too many wrong codes within a minute; even a right one has to wait, and is kept. */
  redeem(code: string): 'accepted' | 'wrong' | 'locked' {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs >= this.#windowEndsAtMs) this.#wrongGuesses = 0;
    if (this.#wrongGuesses >= MAX_WRONG_GUESSES) return 'locked';
    const hash = hashOf(code);
    const endsAtMs = this.#codes.get(hash);
    this.#codes.delete(hash);
    if (endsAtMs !== undefined && nowMs < endsAtMs) return 'accepted';
    if (this.#wrongGuesses === 0) this.#windowEndsAtMs = nowMs + GUESS_WINDOW_MS;
    this.#wrongGuesses += 1;
    return 'wrong';
  }
}

function hashOf(code: string): string {
  return sha256(code).toString('hex');
}
