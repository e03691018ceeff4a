/** How a failed exchange is told to the client: an endpoint's own answer byte for byte, or the most useful error in our words. */

import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import { errorBody, type Failure, finalAnswer } from '../failover/final-answer.ts';
import type { RestingEndpoint } from '../failover/order-candidates.ts';
import { dueAtMs } from '../failover/rests.ts';
import type { AttemptEnd, ReceivedAnswer } from './attempt-end.ts';
import type { ClientAnswer } from './client-answer.ts';
import { headerOf } from './headers.ts';
import { jsonHeaders, localError } from './local-errors.ts';
import type { ProxyEndpoint } from './ports.ts';
import type { SizeLimits } from './size-limits.ts';

/** What is remembered of an endpoint that failed. */
export interface RememberedFailure extends Failure {
  readonly received: ReceivedAnswer | null;
}

/** Clients that get one of these are told when to come back, even where the endpoint did not say. */
const WAITING_STATUSES: readonly number[] = [429, 503, 529];
const RETRY_AFTER_SECONDS = 5;

/** Longest error text in a record, characters. */
const MAX_RECORDED_TEXT = 1_000;

/**
 * An answer that says that the request itself is at fault.
 *
 * @param isForeign The endpoint speaks another dialect, so its bytes mean nothing to the client.
 * @returns The text for the record.
 */
export function deliverFault(answer: ClientAnswer, end: AttemptEnd, isForeign: boolean): string {
  const { observation, received } = end;
  const text = observation.kind === 'status' ? observation.text : 'the endpoint gave no readable answer';
  const type = observation.kind === 'status' ? (observation.errorType ?? 'invalid_request_error') : 'api_error';
  const status = received?.status ?? end.status ?? 502;
  const isSilent = WAITING_STATUSES.includes(status) && headerOf(received?.headers ?? [], 'retry-after') === undefined;
  const wait = isSilent ? ['retry-after', String(RETRY_AFTER_SECONDS)] : [];
  if (received === null || isForeign || answer.isHeadSent) answer.sendError({ status, type, message: text, headers: wait });
  else answer.send(status, [...withLength(received.headers, received.body), ...wait], received.body);
  return text.slice(0, MAX_RECORDED_TEXT);
}

/** Nothing is left to try. @returns The text for the record. */
export function deliverFailure(answer: ClientAnswer, failures: readonly RememberedFailure[], kind: ExchangeKind): string {
  const final = finalAnswer(failures, kind);
  const received = final.asReceived === null ? null : (failures[final.asReceived]?.received ?? null);
  const wait = final.retryAfterSeconds === null ? [] : ['retry-after', String(final.retryAfterSeconds)];
  const advice = final.isHopeless ? ['x-should-retry', 'false'] : [];
  if (answer.isHeadSent) answer.breakOff(final.errorType, final.message);
  else if (received !== null) {
    const replaced = [...wait, ...advice].filter((_, index) => index % 2 === 0);
    const kept = replaced.reduce<readonly string[]>(without, received.headers);
    answer.send(received.status, [...withLength(kept, received.body), ...wait, ...advice], received.body);
  } else {
    const body = Buffer.from(errorBody(final));
    answer.send(final.status, [...jsonHeaders(body.length), ...wait, ...advice], body);
  }
  return final.message.slice(0, MAX_RECORDED_TEXT);
}

/** Every endpoint that could answer is at its limit, and a place did not come free in time. @returns The text for the record. */
export function deliverOverload(answer: ClientAnswer, full: readonly ProxyEndpoint[], kind: ExchangeKind): string {
  const limits = full.map(({ name, maxConcurrent }) => `${name}: ${maxConcurrent}`).join(', ');
  const message = `All endpoints are at their limit of requests at once (${limits}); try again shortly.`;
  // Without a count the client estimates; it must not wait for one.
  const error = localError(kind === 'count_tokens' ? 'not_found_error' : 'overloaded_error', message);
  answer.sendError({ ...error, headers: error.retryAfterS === null ? [] : ['retry-after', String(error.retryAfterS)] });
  return message;
}

/** Endpoints that were left out, by what was seen of them last. */
export function failuresAtRest<E extends { readonly name: string }>(resting: readonly RestingEndpoint<E>[], nowMs: number): RememberedFailure[] {
  return resting.map(({ endpoint, rest }) => {
    const dueMs = dueAtMs(rest);
    const waitMs = Number.isFinite(dueMs) ? Math.max(0, dueMs - nowMs) : null;
    return { endpoint: endpoint.name, ruleId: rest.ruleId, observation: rest.observation, waitMs, received: null };
  });
}

/** Endpoints that were left out because of the size of the request, by what they said to it last. */
export function failuresBySize(endpoints: readonly ProxyEndpoint[], sizes: SizeLimits, sizeBytes: number): RememberedFailure[] {
  return endpoints.flatMap((endpoint) => {
    const refusal = sizes.refusalOf(endpoint, sizeBytes);
    if (refusal === null) return [];
    const name = `${endpoint.name} (not asked: it refused ${refusal.sizeBytes} bytes before)`;
    return [{ endpoint: name, ruleId: 'gateway-refusal', observation: refusal.observation, waitMs: null, received: null }];
  });
}

/** Some error answers came chunked; ours has its length. */
function withLength(headers: readonly string[], body: Buffer): readonly string[] {
  return headerOf(headers, 'content-length') === undefined ? [...headers, 'content-length', String(body.length)] : headers;
}

function without(headers: readonly string[], lowerName: string): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== lowerName);
}
