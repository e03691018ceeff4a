/** How an exchange ends: the last word to the client, and the outcome for the record. */

import type { Outcome } from '../../src-shared/schemas/exchange.ts';
import type { Verdict } from '../failover/contract.ts';
import type { CandidateOrder } from '../failover/order-candidates.ts';
import type { AttemptEnd } from './attempt-end.ts';
import type { Candidates } from './candidates.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeInput } from './exchange-input.ts';
import { deliverFailure, deliverFault, deliverOverload, failuresAtRest, failuresBySize, type RememberedFailure } from './final-delivery.ts';
import type { ProxyEndpoint } from './ports.ts';

export interface ExchangeEndingOptions {
  readonly path: DataPath;
  readonly input: ExchangeInput;
  readonly candidates: Candidates;
  /** What failed so far, by endpoint id. */
  readonly failed: ReadonlyMap<string, RememberedFailure>;
}

export class ExchangeEnding {
  readonly #options: ExchangeEndingOptions;

  constructor(options: ExchangeEndingOptions) {
    this.#options = options;
  }

  /** The last attempt went past the commit point. */
  committed(end: AttemptEnd, verdict: Verdict): void {
    const { answer } = this.#options.input;
    if (end.observation.kind === 'success') {
      answer.end();
      this.#finish('delivered', null);
      return;
    }
    if (end.isWholeForClient) answer.end();
    else answer.breakOff('api_error', verdict.reason);
    this.#finish('stream_cut', verdict.reason);
  }

  /** The client left, or the app stops. */
  unanswered(isInterrupted: boolean): void {
    const { answer } = this.#options.input;
    if (isInterrupted) answer.breakOff('api_error', 'Code Proxy was stopped.');
    this.#finish(isInterrupted ? 'interrupted' : 'client_left', answer.hasStalled ? 'the client stopped reading' : null);
  }

  /** An answer says that the request itself is at fault. */
  fault(endpoint: ProxyEndpoint, end: AttemptEnd): void {
    const { path, input } = this.#options;
    const isForeign = path.protocols(endpoint.protocol).decodeAnswer !== null;
    this.#finish('client_fault', `${endpoint.name}: ${deliverFault(input.answer, end, isForeign)}`);
  }

  /** All endpoints that could still answer are at their limits. */
  overloaded(full: readonly ProxyEndpoint[], attempts: number): void {
    const { answer, kind } = this.#options.input;
    const error = deliverOverload(answer, full, kind);
    this.#finish(attempts === 0 ? 'refused' : 'failed', error);
  }

  /** Nothing is left to try: the most useful of all failures. */
  failed(order: CandidateOrder<ProxyEndpoint>): void {
    const { path, input, candidates, failed } = this.#options;
    const untried = order.resting.filter(({ endpoint }) => !failed.has(endpoint.id));
    const tooSmall = candidates.tooSmall().filter(({ id }) => !failed.has(id));
    const bySize = failuresBySize(tooSmall, path.sizes, input.request.sizeBytes);
    const failures = [...failed.values(), ...failuresAtRest(untried, path.clock.nowMs()), ...bySize];
    this.#finish('failed', deliverFailure(input.answer, failures, input.kind));
  }

  /** A fault of our own. */
  broken(): void {
    this.#options.input.answer.breakOff('api_error', 'Code Proxy failed; see its log.');
    this.#finish('failed', 'a fault inside Code Proxy; see its log');
  }

  #finish(outcome: Outcome, error: string | null): void {
    const { path, input } = this.#options;
    const { answer, record } = input;
    record.finished({ outcome, status: answer.status, error, responseBytes: answer.bytes, endedAtMs: path.clock.nowMs() });
  }
}
