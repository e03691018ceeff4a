/** Which endpoints an exchange may use, in which order, and what to say when there is none. */
import { servesFamily } from '../../src-shared/family-chains.ts';
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import { MAX_ATTEMPTS_IN_COMPANY } from './judge-attempt.ts';
import { type Availability, dueAtMs, type Rest } from './rests.ts';

export interface OrderInput<E> {
  /** Enabled endpoints, first priority first. */
  readonly endpoints: readonly E[];
  /** Family of the requested model; null (no model in the request) is served by all. */
  readonly family: Family | null;
  /** Where this session went last and stays unless that one rests, or has rested; null: nowhere. */
  readonly stickyId: string | null;
  /** See rests.ts `availabilityOf`, asked for the model that this endpoint would be sent. */
  readonly availability: (endpoint: E) => Availability;
}

export interface CandidateOrder<E> {
  /** To be tried in this order; empty: `resting` says why. */
  readonly candidates: readonly E[];
  /** There is one candidate only, so it may be retried more often and rests less (JudgeContext.isAlone). */
  readonly isAlone: boolean;
  /** Serving endpoints that are left out, with the rest that keeps them out. */
  readonly resting: readonly RestingEndpoint<E>[];
  /** The only candidate is at rest and tried because nothing else is left. */
  readonly isLastResort: boolean;
}

export interface RestingEndpoint<E> {
  readonly endpoint: E;
  readonly rest: Rest;
}

interface Candidate {
  readonly id: string;
  /** Empty: all. */
  readonly families: readonly Family[];
}

/**
 * Orders by priority, minus what rests or is being probed by another request. A sole endpoint is left alone only by hard rests
 * (429, 401, 402, 403). When all rest, the soft rest (transport, 5xx, 529) that ends first is broken as a last resort.
 */
export function orderCandidates<E extends Candidate>(input: OrderInput<E>): CandidateOrder<E> {
  const serving = input.endpoints.filter((endpoint) => serves(endpoint, input.family));
  const open: E[] = [];
  const resting: RestingEndpoint<E>[] = [];
  let sticky: E | null = null;
  for (const endpoint of serving) {
    const availability = input.availability(endpoint);
    // One whose rest is over waits for its probe: a session has no reason to be that before its first choice.
    if (endpoint.id === input.stickyId && availability.kind === 'ready') sticky = endpoint;
    const isOpen = availability.kind === 'ready' || availability.kind === 'probe-due' || (serving.length === 1 && !availability.rest.isHard);
    if (isOpen) open.push(endpoint);
    else resting.push({ endpoint, rest: availability.rest });
  }
  if (open.length > 0) return { candidates: stickyFirst(open, sticky), isAlone: open.length === 1, resting, isLastResort: false };
  const last = lastResort(resting);
  if (last === null) return { candidates: [], isAlone: serving.length === 1, resting, isLastResort: false };
  return { candidates: [last.endpoint], isAlone: true, resting: resting.filter((entry) => entry !== last), isLastResort: true };
}

/** The soft rest that ends first; one that is being probed only if there is no other. */
function lastResort<E>(resting: readonly RestingEndpoint<E>[]): RestingEndpoint<E> | null {
  const soft = resting.filter(({ rest }) => !rest.isHard && rest.untilMs !== null);
  const sorted = soft.sort((a, b) => Number(a.rest.prober !== null) - Number(b.rest.prober !== null) || dueAtMs(a.rest) - dueAtMs(b.rest));
  return sorted[0] ?? null;
}

/** Whether an endpoint takes requests of a family. */
export function serves(endpoint: Pick<Candidate, 'families'>, family: Family | null): boolean {
  return servesFamily(endpoint, family);
}

/**
 * The candidate to try after a verdict `try-next`, and the value for JudgeContext.hasNext: the first one, in order, that was
 * not tried yet. With every candidate tried, null.
 *
 * @param triesById  Attempts of this exchange per endpoint id.
 */
export function nextCandidate<E extends Candidate>(candidates: readonly E[], triesById: ReadonlyMap<string, number>): E | null {
  const attempts = [...triesById.values()].reduce((sum, tries) => sum + tries, 0);
  if (candidates.length > 1 && attempts >= MAX_ATTEMPTS_IN_COMPANY) return null;
  return candidates.find((candidate) => (triesById.get(candidate.id) ?? 0) === 0) ?? null;
}

function stickyFirst<E>(candidates: readonly E[], sticky: E | null): readonly E[] {
  return sticky === null ? candidates : [sticky, ...candidates.filter((candidate) => candidate !== sticky)];
}
