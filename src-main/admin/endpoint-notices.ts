/**
 * Decides when people are told about endpoints: one began to rest, one is back, all are down. At most one notice of a
 * kind per endpoint and minute, because a flaky endpoint would otherwise talk all day.
 */
import type { FeedEventOf } from '../../src-shared/feed-events.ts';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';

type Notice = FeedEventOf<'notice'>;

/** Rule id of rests that the user ordered. */
const BY_HAND = 'by-hand';

export class EndpointNotices {
  readonly #tell: (notice: Notice) => void;
  readonly #nowMs: () => number;
  readonly #wasResting = new Map<string, boolean>();
  readonly #lastToldMs = new Map<string, number>();
  #wereAllDown = false;

  constructor(options: { readonly tell: (notice: Notice) => void; readonly nowMs: () => number }) {
    this.#tell = options.tell;
    this.#nowMs = options.nowMs;
  }

  /** Compares the list with the one before; the first call only remembers. */
  observe(endpoints: readonly EndpointWithState[]): void {
    for (const endpoint of endpoints) {
      const isResting = endpoint.state.kind === 'resting';
      const wasResting = this.#wasResting.get(endpoint.id);
      this.#wasResting.set(endpoint.id, isResting);
      if (wasResting === undefined || wasResting === isResting || endpoint.state.kind === 'probing') continue;
      // Whoever ordered the rest knows of it.
      if (endpoint.state.rests[0]?.ruleId === BY_HAND) continue;
      if (isResting)
        this.#once({
          type: 'notice',
          level: 'warning',
          code: 'endpoint-resting',
          values: { endpoint: endpoint.name, reason: endpoint.state.rests[0]?.reason ?? '' },
        });
      else if (endpoint.state.kind === 'ready')
        this.#once({ type: 'notice', level: 'info', code: 'endpoint-back', values: { endpoint: endpoint.name } });
    }
    const enabled = endpoints.filter((endpoint) => endpoint.isEnabled);
    const areAllDown = enabled.length > 1 && enabled.every((endpoint) => endpoint.state.kind === 'resting');
    if (areAllDown && !this.#wereAllDown)
      this.#once({ type: 'notice', level: 'error', code: 'all-endpoints-resting', values: { count: String(enabled.length) } });
    this.#wereAllDown = areAllDown;
  }

  #once(notice: Notice): void {
    const key = `${notice.code} ${notice.values.endpoint ?? ''}`;
    const last = this.#lastToldMs.get(key);
    if (last !== undefined && this.#nowMs() - last < MS_PER_MINUTE) return;
    this.#lastToldMs.set(key, this.#nowMs());
    this.#tell(notice);
  }
}
