/**
 * One client request until its outcome: asks the candidates one after the other until one answers, an answer says that the
 * request itself is at fault, or nothing is left to try.
 *
 * What a failure means is decided in failover/, how tries are made in attempts.ts, how it ends in exchange-ending.ts.
 */

import { MAX_SLEEP_PER_EXCHANGE_MS } from '../failover/backoff.ts';
import type { CandidateOrder } from '../failover/order-candidates.ts';
import { Attempts } from './attempts.ts';
import { Candidates } from './candidates.ts';
import type { DataPath } from './data-path.ts';
import { ExchangeEnding } from './exchange-ending.ts';
import type { ExchangeInput } from './exchange-input.ts';
import type { ProxyEndpoint } from './ports.ts';
import { RetrySleep } from './retry-sleep.ts';
import { type Turn, TurnTaking } from './turn-taking.ts';

export class Exchange {
  readonly #path: DataPath;
  readonly #input: ExchangeInput;
  readonly #candidates: Candidates;
  readonly #turns: TurnTaking;
  readonly #sleeps: RetrySleep;
  readonly #attempts: Attempts;
  readonly #ending: ExchangeEnding;
  /** Resolved when the client left or the app stops. */
  readonly #stopped = Promise.withResolvers<null>();
  #isInterrupted = false;

  constructor(path: DataPath, input: ExchangeInput) {
    this.#path = path;
    this.#input = input;
    this.#sleeps = new RetrySleep(path.clock);
    // Counting tokens is not worth waiting for: the client estimates instead.
    const budgetMs = () => (input.kind === 'count_tokens' ? 0 : MAX_SLEEP_PER_EXCHANGE_MS - this.#sleeps.sleptMs - this.#turns.waitedMs);
    this.#turns = new TurnTaking({ slots: path.slots, clock: path.clock, budgetMs });
    this.#candidates = new Candidates(path, { ...input, requestedModel: input.request.requestedModel, sizeBytes: input.request.sizeBytes });
    this.#attempts = new Attempts({ path, input, candidates: this.#candidates, turns: this.#turns, sleeps: this.#sleeps });
    this.#ending = new ExchangeEnding({ path, input, candidates: this.#candidates, failed: this.#attempts.failed });
  }

  /** Rejects only for a fault of our own, after the client was told and the record finished. */
  async run(): Promise<void> {
    const { answer, record, request, kind } = this.#input;
    record.began();
    answer.onLeft(() => this.#stopWaiting());
    answer.onDrain(() => this.#attempts.drained());
    if (request.isStream && kind === 'messages') answer.keepWaiting();
    try {
      const order = await Promise.race([this.#candidates.order(), this.#stopped.promise]);
      if (order === null) this.#ending.unanswered(this.#isInterrupted);
      else await this.#askInTurn(order);
    } catch (error) {
      this.#ending.broken();
      throw error;
    } finally {
      this.#candidates.release();
      request.release();
    }
  }

  /** The app stops: what runs is broken off and recorded as interrupted. */
  interrupt(): void {
    if (this.#input.record.isFinished) return;
    this.#isInterrupted = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#stopped.resolve(null);
    this.#attempts.cancel();
    this.#sleeps.wake();
    this.#turns.leave();
  }

  get #isOver(): boolean {
    return this.#isInterrupted || this.#input.answer.hasLeft;
  }

  async #askInTurn(order: CandidateOrder<ProxyEndpoint>): Promise<void> {
    let latest = order;
    let { candidates, isAlone } = order;
    let wanted = candidates;
    while (!this.#isOver) {
      const turn = await this.#turns.take(wanted);
      if (turn.kind === 'overloaded') {
        this.#ending.overloaded(wanted, this.#attempts.count);
        return;
      }
      if (turn.kind !== 'taken' && turn.kind !== 'changed') break;
      // A retry is worth its wait as before; whether its endpoint is still the same one is seen then.
      if (turn.kind === 'changed' && this.#attempts.count > 0) continue;
      if (turn.kind === 'changed' || !this.#claims(turn)) {
        const reordered = await Promise.race([this.#candidates.order(), this.#stopped.promise]);
        if (reordered === null) break;
        latest = reordered;
        ({ candidates, isAlone } = reordered);
        wanted = this.#attempts.count === 0 ? candidates : this.#candidates.untried(candidates, this.#attempts.tries);
        continue;
      }
      const { endpoint } = turn;
      const tried = await this.#attempts.ask(endpoint, candidates, isAlone).finally(() => this.#path.slots.release(endpoint.id));
      if (tried === null) {
        // Its protocol cannot say this request: as if it were not there.
        candidates = candidates.filter((candidate) => candidate !== endpoint);
        wanted = this.#candidates.untried(candidates, this.#attempts.tries);
        continue;
      }
      const { verdict, end } = tried;
      if (end.observation.kind === 'client-left') {
        this.#ending.unanswered(this.#isInterrupted);
        return;
      }
      if (end.isCommitted) {
        this.#ending.committed(end, verdict);
        return;
      }
      if (verdict.kind === 'deliver') {
        this.#ending.fault(endpoint, end);
        return;
      }
      this.#attempts.remember(endpoint, tried);
      if (verdict.kind === 'retry-here') await this.#sleeps.sleep(verdict.waitMs);
      wanted = verdict.kind === 'stop' ? [] : this.#candidates.untried(candidates, this.#attempts.tries);
      if (verdict.kind === 'retry-here') wanted = [endpoint, ...wanted];
    }
    if (this.#isOver) this.#ending.unanswered(this.#isInterrupted);
    else this.#ending.failed(latest);
  }

  /** Whether the endpoint may be asked. After a wait, it may have failed for others, or been edited: then its place is given back. */
  #claims({ endpoint, hasWaited }: Extract<Turn, { kind: 'taken' }>): boolean {
    const isClaimed = (!hasWaited || this.#isStillCandidate(endpoint)) && this.#candidates.claim(endpoint);
    if (!isClaimed) this.#path.slots.release(endpoint.id);
    return isClaimed;
  }

  #isStillCandidate(endpoint: ProxyEndpoint): boolean {
    return this.#attempts.tries.has(endpoint.id) || this.#candidates.orderNow().candidates.includes(endpoint);
  }
}
