/** Decides which endpoints an exchange meets: the order of the day, and the hours in which one of them is in trouble. */
import type { Random } from '../../src-main/demo/seeded-random.ts';
import { type CastEndpoint, ENDPOINTS } from './cast.ts';
import { atLeastOne, weighted } from './chance.ts';

/** How an attempt fails: rule of the failover policy, verdict, status, and the reason as the core words it. */
export interface Failure {
  readonly weight: number;
  readonly ruleId: string;
  readonly verdict: 'try-next' | 'retry-here';
  readonly status: number | null;
  readonly reason: string;
  readonly restMs: number | null;
}

const FAILURES: readonly [Failure, ...Failure[]] = [
  { weight: 8, ruleId: 'overloaded', verdict: 'try-next', status: 529, reason: 'answered 529 (overloaded_error: Overloaded)', restMs: 15_000 },
  {
    weight: 6,
    ruleId: 'rate-limited',
    verdict: 'try-next',
    status: 429,
    reason: 'answered 429 (rate_limit_error: Too many requests)',
    restMs: 42_000,
  },
  { weight: 4, ruleId: 'server-error', verdict: 'try-next', status: 500, reason: 'answered 500 (api_error: Internal server error)', restMs: 10_000 },
  {
    weight: 3,
    ruleId: 'unreachable',
    verdict: 'try-next',
    status: null,
    reason: 'broke the connection before answering (ECONNRESET)',
    restMs: 5_000,
  },
  { weight: 2, ruleId: 'timeout', verdict: 'try-next', status: null, reason: 'sent no answer within 90 s', restMs: 30_000 },
  { weight: 2, ruleId: 'momentary', verdict: 'retry-here', status: 503, reason: 'answered 503 (api_error: Service unavailable)', restMs: null },
  {
    weight: 1,
    ruleId: 'overloaded-event',
    verdict: 'try-next',
    status: 200,
    reason: 'began the stream with an error (overloaded_error: Overloaded)',
    restMs: 15_000,
  },
  {
    weight: 1,
    ruleId: 'capacity-400',
    verdict: 'try-next',
    status: 400,
    reason: 'answered 400 (invalid_request_error: Your credit balance is too low)',
    restMs: 600_000,
  },
  {
    weight: 0.5,
    ruleId: 'unauthorized',
    verdict: 'try-next',
    status: 401,
    reason: 'answered 401 (authentication_error: invalid x-api-key)',
    restMs: -1,
  },
];

/** Chance that an endpoint is in trouble for an hour, and how often its attempts fail then. */
const TROUBLE_CHANCE = 0.006;
const TROUBLE_FAILURE_SHARE = 0.85;
/** Chance that for an hour all of them are: the network at home is. */
const OUTAGE_CHANCE = 0.012;

export class Routes {
  readonly #random: Random;
  #order: readonly CastEndpoint[] = ENDPOINTS;
  #inTrouble: ReadonlySet<string> = new Set();
  #day = Number.NaN;
  #hour = Number.NaN;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The endpoints in the order in which they are tried. */
  at(startedAtMs: number, progress: number): readonly CastEndpoint[] {
    const day = Math.floor(startedAtMs / 86_400_000);
    if (day !== this.#day) {
      this.#day = day;
      const present = ENDPOINTS.filter(({ from }) => progress >= from);
      const first = weighted(this.#random, atLeastOne(present));
      this.#order = [first, ...present.filter((endpoint) => endpoint !== first)];
    }
    const hour = Math.floor(startedAtMs / 3_600_000);
    if (hour !== this.#hour) {
      this.#hour = hour;
      const isOutage = this.#random() < OUTAGE_CHANCE;
      this.#inTrouble = new Set(ENDPOINTS.filter(() => this.#random() < TROUBLE_CHANCE || isOutage).map(({ id }) => id));
    }
    return this.#order;
  }

  /** Null: the attempt goes well. */
  failureOf(endpoint: CastEndpoint): Failure | null {
    const share = this.#inTrouble.has(endpoint.id) ? TROUBLE_FAILURE_SHARE : endpoint.failureShare;
    return this.#random() < share ? weighted(this.#random, FAILURES) : null;
  }
}
