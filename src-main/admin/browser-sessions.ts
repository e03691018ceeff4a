/**
 * Browsers that are logged in. A session has two secrets, and a call needs both: a cookie, which the browser also hands to
 * other ports of this host, and one that only the dashboard's own pages can read. Kept in memory: a restart ends them.
 */
import { MS_PER_DAY } from '../../src-shared/units.ts';
import type { Clock } from '../platform/clock.ts';
import { createToken, isSameSecret, sha256 } from './bearer-token.ts';

const IDLE_LIMIT_MS = 7 * MS_PER_DAY;
/** Browsers at a time; a further one ends the session that was idle longest. */
const MAX_SESSIONS = 50;

interface Session {
  readonly secretHash: string;
  readonly usedAtMs: number;
  /** What its tabs have under way, feeds above all. */
  readonly answers: Set<EndableAnswer>;
}

/** An answer that is still being sent. */
export interface EndableAnswer {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

export class BrowserSessions {
  readonly #clock: Clock;
  /** Hash of the cookie, hex → session, the one idle longest first. */
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(): { readonly cookie: string; readonly secret: string } {
    const idlest = this.#sessions.keys().next().value;
    if (this.#sessions.size >= MAX_SESSIONS && idlest !== undefined) this.#sessions.delete(idlest);
    const cookie = createToken();
    const secret = createToken();
    this.#sessions.set(hashOf(cookie), { secretHash: hashOf(secret), usedAtMs: this.#clock.monotonicMs(), answers: new Set() });
    return { cookie, secret };
  }

  /** Whether both secrets belong to one live session, which then counts as used now. */
  isOpen(cookie: string | undefined, secret: string | undefined): boolean {
    if (cookie === undefined || secret === undefined) return false;
    const key = hashOf(cookie);
    const session = this.#sessions.get(key);
    if (session === undefined || !isSameSecret(hashOf(secret), session.secretHash)) return false;
    this.#sessions.delete(key);
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - session.usedAtMs > IDLE_LIMIT_MS) return false;
    this.#sessions.set(key, { ...session, usedAtMs: nowMs });
    return true;
  }

  /** Ends the answer when the session that the cookie belongs to is closed. */
  follow(cookie: string | undefined, answer: EndableAnswer): void {
    const answers = cookie === undefined ? undefined : this.#sessions.get(hashOf(cookie))?.answers;
    if (answers === undefined) return;
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
  }

  /** Ends a session, and what its other tabs have under way, at once. @returns False when the secrets belong to no session. */
  close(cookie: string | undefined, secret: string | undefined): boolean {
    if (cookie === undefined || !this.isOpen(cookie, secret)) return false;
    const session = this.#sessions.get(hashOf(cookie));
    this.#sessions.delete(hashOf(cookie));
    for (const answer of session?.answers ?? []) answer.destroy();
    return true;
  }
}

function hashOf(text: string): string {
  return sha256(text).toString('hex');
}
