/**
 * Which endpoints' gateways take no bodies of a size, as far as we have seen. A gateway that answered 413 with a page of its own
 * would do so again, and a conversation only grows: asking it first costs an upload of many megabytes for nothing.
 */
import { MS_PER_HOUR } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { ProxyEndpoint } from './ports.ts';

/** Limits are raised by people: look again now and then. */
const FORGOTTEN_AFTER_MS = MS_PER_HOUR;

/** Of both, the revision counts: an edited endpoint may be another service. */
type EndpointRef = Pick<ProxyEndpoint, 'id' | 'revision'>;

interface Refusal {
  readonly revision: number;
  /** Smallest body that was refused. */
  readonly sizeBytes: number;
  readonly seenMs: number;
  readonly observation: Observation;
}

export class SizeLimits {
  readonly #clock: Clock;
  readonly #refusals = new Map<string, Refusal>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Hears how an attempt ended; only a 413 that is not the API's own and a success say something. */
  saw(endpoint: EndpointRef, sizeBytes: number, observation: Observation): void {
    const known = this.refusalOf(endpoint, Number.POSITIVE_INFINITY);
    if (observation.kind === 'status' && observation.status === 413 && !observation.isAnthropicError) {
      const smallest = Math.min(sizeBytes, known?.sizeBytes ?? sizeBytes);
      this.#refusals.set(endpoint.id, { revision: endpoint.revision, sizeBytes: smallest, seenMs: this.#clock.monotonicMs(), observation });
    } else if (observation.kind === 'success' && known !== null && sizeBytes >= known.sizeBytes) this.#refusals.delete(endpoint.id);
  }

  /** What the endpoint answered to a body of this size or a smaller one; null: nothing is known against it. */
  refusalOf(endpoint: EndpointRef, sizeBytes: number): Refusal | null {
    const refusal = this.#refusals.get(endpoint.id);
    if (refusal === undefined || refusal.revision !== endpoint.revision || sizeBytes < refusal.sizeBytes) return null;
    if (this.#clock.monotonicMs() - refusal.seenMs < FORGOTTEN_AFTER_MS) return refusal;
    this.#refusals.delete(endpoint.id);
    return null;
  }
}
