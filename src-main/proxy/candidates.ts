/** Which endpoints one exchange may ask, in order, and what each of them would be sent. */

import { resolveModel } from '../../src-shared/model-map.ts';
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import { type CandidateOrder, nextCandidate, orderCandidates } from '../failover/order-candidates.ts';
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
}

export class Candidates {
  readonly #path: Pick<DataPath, 'endpoints' | 'rests' | 'bindings'>;
  readonly #input: CandidatesInput;

  constructor(path: Pick<DataPath, 'endpoints' | 'rests' | 'bindings'>, input: CandidatesInput) {
    this.#path = path;
    this.#input = input;
  }

  /** When only an endpoint that another request is probing is left, the probe's result is awaited first. */
  async order(): Promise<CandidateOrder<ProxyEndpoint>> {
    const order = this.#orderNow();
    if (order.candidates.length > 0 && !order.isLastResort) return order;
    const probed = [...order.candidates, ...order.resting.map(({ endpoint }) => endpoint)].find(
      (endpoint) => this.#path.rests.availability(this.targetOf(endpoint)).kind === 'probing',
    );
    if (probed === undefined) return order;
    await this.#path.rests.probeEnded(probed.id, PROBE_WAIT_MS);
    return this.#orderNow();
  }

  /** The next of `candidates` that was not tried and that no other exchange has found to be down meanwhile. */
  next(candidates: readonly ProxyEndpoint[], triesById: ReadonlyMap<string, number>): ProxyEndpoint | null {
    const open = candidates.filter((candidate) => {
      const { kind } = this.#path.rests.availability(this.targetOf(candidate));
      return kind === 'ready' || kind === 'probe-due';
    });
    return nextCandidate(open, triesById);
  }

  targetOf(endpoint: ProxyEndpoint): RestTarget {
    return { endpointId: endpoint.id, revision: endpoint.revision, model: this.sentModel(endpoint) };
  }

  /** The model name that this endpoint is sent. */
  sentModel(endpoint: ProxyEndpoint): string {
    return resolveModel(this.#input.requestedModel, endpoint.modelMap, this.#path.endpoints.defaultModels());
  }

  #orderNow(): CandidateOrder<ProxyEndpoint> {
    const { endpoints, rests, bindings } = this.#path;
    const { family, sessionId, kind } = this.#input;
    return orderCandidates({
      endpoints: endpoints.enabled(),
      family,
      stickyId: kind === 'messages' ? bindings.endpointOf(sessionId, family) : null,
      availability: (endpoint) => rests.availability(this.targetOf(endpoint)),
    });
  }
}
