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
    this.#sessions.set(hashOf(cookie), { secretHash: hashOf(secret), usedAtMs: this.#clock.monotonicMs() });
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
}

function hashOf(text: string): string {
  return sha256(text).toString('hex');
}
