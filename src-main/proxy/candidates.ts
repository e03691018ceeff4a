/** Which endpoints one exchange may ask, in order, and what each of them would be sent. */

import { resolveModel } from '../../src-shared/model-map.ts';
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import type { RestCause } from '../failover/contract.ts';
import { describeObservation } from '../failover/describe-observation.ts';
import { type CandidateOrder, nextCandidate, orderCandidates, serves } from '../failover/order-candidates.ts';
import type { RestTarget } from '../failover/rests.ts';
import type { DataPath } from './data-path.ts';
import type { ProxyEndpoint } from './ports.ts';

/** Longest wait for another request's probe when nothing else can be tried, ms. */
const PROBE_WAIT_MS = 5_000;

export interface CandidatesInput {
  readonly requestedModel: string;
  readonly family: Family;
  readonly sessionId: string | null;
  readonly kind: ExchangeKind;
  readonly sizeBytes: number;
}

type Path = Pick<DataPath, 'endpoints' | 'rests' | 'bindings' | 'sizes' | 'clock'>;

export class Candidates {
  readonly #path: Path;
  readonly #input: CandidatesInput;
  /** One object per endpoint for the whole exchange: who a probe belongs to is a question of identity. */
  readonly #targets = new Map<ProxyEndpoint, RestTarget>();
  /** Ids of endpoints whose probes were awaited. */
  readonly #awaited = new Set<string>();
  #probeWaitMs = PROBE_WAIT_MS;

  constructor(path: Path, input: CandidatesInput) {
    this.#path = path;
    this.#input = input;
  }

  /**
   * When only an endpoint that another request is probing is left, the probe is awaited first, at most PROBE_WAIT_MS in all, and
   * its result followed: what it found, or did not find in time, is not asked again as a last resort.
   */
  async order(): Promise<CandidateOrder<ProxyEndpoint>> {
    for (;;) {
      const order = this.#followed(this.orderNow());
      const probed = order.candidates.length > 0 && !order.isLastResort ? undefined : this.#probed(order);
      if (probed === undefined) return order;
      const startedMs = this.#path.clock.monotonicMs();
      this.#awaited.add(probed.id);
      await this.#path.rests.probeEnded(probed.id, this.#probeWaitMs);
      this.#probeWaitMs -= this.#path.clock.monotonicMs() - startedMs;
    }
  }

  /**
   * Right before an attempt, and without anything awaited in between: whether the endpoint may still be asked. When a rest
   * of it is due, this exchange becomes its probe.
   */
  claim(endpoint: ProxyEndpoint): boolean {
    const { rests } = this.#path;
    if (!this.#isCurrent(endpoint)) return false;
    const target = this.targetOf(endpoint);
    const availability = rests.availability(target);
    if (availability.kind === 'probe-due') rests.claimProbe(target);
    else if (availability.kind !== 'ready' && availability.rest.prober !== target)
      return this.#followed(this.orderNow()).candidates.includes(endpoint);
    return true;
  }

  /** The user may have removed it, switched it off, or given it another address or key since the exchange began. */
  #isCurrent({ id, revision }: ProxyEndpoint): boolean {
    return this.#path.endpoints.enabled().some((endpoint) => endpoint.id === id && endpoint.revision === revision);
  }

  /** The exchange ends: a probe that showed nothing is somebody else's to make. */
  release(): void {
    for (const target of this.#targets.values()) this.#path.rests.released(target);
  }

  #followed(order: CandidateOrder<ProxyEndpoint>): CandidateOrder<ProxyEndpoint> {
    const endpoint = order.candidates[0];
    if (endpoint === undefined || !order.isLastResort || !this.#awaited.has(endpoint.id)) return order;
    const availability = this.#path.rests.availability(this.targetOf(endpoint));
    if (availability.kind === 'ready') return order;
    return { candidates: [], isAlone: order.isAlone, isLastResort: false, resting: [{ endpoint, rest: availability.rest }, ...order.resting] };
  }

  /** The endpoint whose probe is worth awaiting; undefined: there is none, or no time left. */
  #probed(order: CandidateOrder<ProxyEndpoint>): ProxyEndpoint | undefined {
    if (this.#probeWaitMs <= 0) return undefined;
    return [...order.candidates, ...order.resting.map(({ endpoint }) => endpoint)].find(
      (endpoint) => this.#path.rests.availability(this.targetOf(endpoint)).kind === 'probing',
    );
  }

  /** The next of `candidates` that was not tried and that no other exchange has found to be down meanwhile. */
  next(candidates: readonly ProxyEndpoint[], triesById: ReadonlyMap<string, number>): ProxyEndpoint | null {
    const open = candidates.filter((candidate) => {
      const { kind } = this.#path.rests.availability(this.targetOf(candidate));
      return kind === 'ready' || kind === 'probe-due';
    });
    return nextCandidate(open, triesById);
  }

  /** All that `next` would come to, in order; empty when no further attempt is allowed. */
  untried(candidates: readonly ProxyEndpoint[], triesById: ReadonlyMap<string, number>): readonly ProxyEndpoint[] {
    const left: ProxyEndpoint[] = [];
    for (let rest = candidates; ; ) {
      const endpoint = this.next(rest, triesById);
      if (endpoint === null) return left;
      left.push(endpoint);
      rest = rest.slice(rest.indexOf(endpoint) + 1);
    }
  }

  /** What keeps this request from the endpoint that it would be sent to if all were well; null: nothing, or it is not known. */
  whyNotFirst(failed: ReadonlyMap<string, { readonly observation: RestCause }>): string | null {
    const first = this.#path.endpoints.enabled().find((endpoint) => serves(endpoint, this.#input.family));
    if (first === undefined) return null;
    const availability = this.#path.rests.availability(this.targetOf(first));
    const observation = failed.get(first.id)?.observation ?? (availability.kind === 'ready' ? null : availability.rest.observation);
    return observation === null ? null : `${first.name} ${describeObservation(observation)}`;
  }

  targetOf(endpoint: ProxyEndpoint): RestTarget {
    const known = this.#targets.get(endpoint);
    if (known !== undefined) return known;
    const target = { endpointId: endpoint.id, revision: endpoint.revision, model: this.sentModel(endpoint) };
    this.#targets.set(endpoint, target);
    return target;
  }

  /** The model name that this endpoint is sent. */
  sentModel(endpoint: ProxyEndpoint): string {
    return resolveModel(this.#input.requestedModel, endpoint.modelMap, this.#path.endpoints.defaultModels());
  }

  /** Endpoints that are left out because their gateway refused a body of this size or a smaller one; none when all did. */
  tooSmall(): readonly ProxyEndpoint[] {
    const { family, sizeBytes } = this.#input;
    const serving = this.#path.endpoints.enabled().filter((endpoint) => serves(endpoint, family));
    const small = serving.filter((endpoint) => this.#path.sizes.refusalOf(endpoint, sizeBytes) !== null);
    return small.length === serving.length ? [] : small;
  }

  /** As `order`, without waiting for probes. */
  orderNow(): CandidateOrder<ProxyEndpoint> {
    const { endpoints, rests, bindings } = this.#path;
    const tooSmall = this.tooSmall();
    const { family, sessionId, kind } = this.#input;
    return orderCandidates({
      endpoints: tooSmall.length === 0 ? endpoints.enabled() : endpoints.enabled().filter((endpoint) => !tooSmall.includes(endpoint)),
      family,
      stickyId: kind === 'messages' ? bindings.endpointOf(sessionId, family) : null,
      availability: (endpoint) => rests.availability(this.targetOf(endpoint)),
    });
  }
}
