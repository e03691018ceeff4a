/** Which endpoints one exchange may ask, in order, and what each of them would be sent. */

import { resolveModel } from '../../src-shared/model-map.ts';
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
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

type Path = Pick<DataPath, 'endpoints' | 'rests' | 'bindings' | 'sizes'>;

export class Candidates {
  readonly #path: Path;
  readonly #input: CandidatesInput;

  constructor(path: Path, input: CandidatesInput) {
    this.#path = path;
    this.#input = input;
  }

  /** When only an endpoint that another request is probing is left, the probe's result is awaited first. */
  async order(): Promise<CandidateOrder<ProxyEndpoint>> {
    const order = this.orderNow();
    if (order.candidates.length > 0 && !order.isLastResort) return order;
    const probed = [...order.candidates, ...order.resting.map(({ endpoint }) => endpoint)].find(
      (endpoint) => this.#path.rests.availability(this.targetOf(endpoint)).kind === 'probing',
    );
    if (probed === undefined) return order;
    await this.#path.rests.probeEnded(probed.id, PROBE_WAIT_MS);
    return this.orderNow();
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

  targetOf(endpoint: ProxyEndpoint): RestTarget {
    return { endpointId: endpoint.id, revision: endpoint.revision, model: this.sentModel(endpoint) };
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
