/**
 * Which sessions stay with an endpoint that is not their first choice. A conversation that moved once would lose the new
 * endpoint's prompt cache if it moved back at once.
 */
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { Clock } from '../platform/clock.ts';

/** Prompt caches live about 5 minutes, so an idle session has nothing to lose by going back. */
const IDLE_LIMIT_MS = 5 * MS_PER_MINUTE;
const TOTAL_LIMIT_MS = 60 * MS_PER_MINUTE;

/** Oldest bindings are dropped beyond this number. */
const MAX_BINDINGS = 2_000;

interface Binding {
  readonly sessionId: string;
  readonly family: Family;
  readonly endpointId: string;
  readonly why: string | null;
  /** Monotonic, ms. */
  readonly boundMs: number;
  usedMs: number;
}

/** A session that stays somewhere, as shown. Times are Unix ms. */
export interface BoundSession {
  readonly sessionId: string;
  readonly family: Family;
  readonly endpointId: string;
  /** What kept it from its first choice then; null: not known. */
  readonly why: string | null;
  readonly sinceMs: number;
  readonly usedMs: number;
  /** When it goes back unless it is used before. */
  readonly endsMs: number;
}

export class SessionBindings {
  readonly #clock: Clock;
  readonly #bindings = new Map<string, Binding>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The endpoint to try first although it is not the first in the list; null: none. */
  endpointOf(sessionId: string | null, family: Family): string | null {
    if (sessionId === null || this.#bindings.size === 0) return null;
    const key = keyOf(sessionId, family);
    const binding = this.#bindings.get(key);
    if (binding === undefined) return null;
    if (this.#clock.monotonicMs() < endOf(binding)) return binding.endpointId;
    this.#bindings.delete(key);
    return null;
  }

  /** Sessions that stay somewhere now, the one used last first. */
  list(): readonly BoundSession[] {
    const monotonicMs = this.#clock.monotonicMs();
    // What users see is wall time; what counts is monotonic.
    const offsetMs = this.#clock.nowMs() - monotonicMs;
    return [...this.#bindings.values()]
      .filter((binding) => monotonicMs < endOf(binding))
      .sort((a, b) => b.usedMs - a.usedMs)
      .map(({ boundMs, ...binding }) => ({
        ...binding,
        sinceMs: boundMs + offsetMs,
        usedMs: binding.usedMs + offsetMs,
        endsMs: endOf({ ...binding, boundMs }) + offsetMs,
      }));
  }

  /**
   * An endpoint answered. With the first of the list no binding is needed.
   *
   * @param why What kept the session from an earlier endpoint, for people.
   */
  served(
    sessionId: string | null,
    family: Family,
    endpointId: string,
    endpoints: readonly { readonly id: string; readonly families: readonly Family[] }[],
    why: string | null = null,
  ): void {
    if (sessionId === null) return;
    const key = keyOf(sessionId, family);
    const first = endpoints.find(({ families }) => families.length === 0 || families.includes(family));
    if (first === undefined || first.id === endpointId) {
      this.#bindings.delete(key);
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    const before = this.#bindings.get(key);
    if (before?.endpointId === endpointId) {
      before.usedMs = nowMs;
      return;
    }
    this.#bindings.delete(key);
    this.#bindings.set(key, { sessionId, family, endpointId, why, boundMs: nowMs, usedMs: nowMs });
    const oldest = this.#bindings.keys().next();
    if (this.#bindings.size > MAX_BINDINGS && oldest.done !== true) this.#bindings.delete(oldest.value);
  }
}

function endOf({ usedMs, boundMs }: Pick<Binding, 'usedMs' | 'boundMs'>): number {
  return Math.min(usedMs + IDLE_LIMIT_MS, boundMs + TOTAL_LIMIT_MS);
}

function keyOf(sessionId: string, family: Family): string {
  return `${family} ${sessionId}`;
}
