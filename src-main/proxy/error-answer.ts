/** What an error answer of an endpoint says: for the policy in words, for the client as it came. */
import type { StatusObservation } from '../failover/contract.ts';
import { namedWait } from '../failover/retry-after.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { decodeWhole } from './answer-decoder.ts';
import type { ReceivedAnswer } from './attempt-end.ts';
import { forwardableResponseHeaders, headerOf, headerRecord } from './headers.ts';

/** Largest error answer that is read whole, bytes. */
export const MAX_ERROR_BYTES = 1_048_576;

/** Characters of an error body that the policy gets to see. */
const MAX_ERROR_TEXT = 2_000;

/** Header names under which services name their request. */
const REQUEST_ID_HEADERS = ['request-id', 'x-request-id', 'cf-ray'];
const MAX_REQUEST_ID_LENGTH = 200;

export interface ErrorAnswer {
  readonly status: number;
  /** Raw list as received. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** @param nowMs Unix ms, for waits that are named as a point in time. */
export function readErrorAnswer(
  answer: ErrorAnswer,
  adapter: ProtocolAdapter,
  nowMs: number,
): { readonly observation: StatusObservation; readonly received: ReceivedAnswer } {
  const { status, headers, body } = answer;
  const plain = decodeWhole(body, headerOf(headers, 'content-encoding'), MAX_ERROR_BYTES);
  const mapped = adapter.mapError(status, plain);
  return {
    observation: {
      kind: 'status',
      status,
      errorType: mapped?.type ?? null,
      // Four bytes is the longest that one character takes.
      text: (mapped?.message ?? plain.toString('utf8', 0, MAX_ERROR_TEXT * 4)).slice(0, MAX_ERROR_TEXT),
      isAnthropicError: mapped !== null,
      namedWaitMs: namedWait(headerRecord(headers), nowMs),
    },
    received: { status, headers: forwardableResponseHeaders(headers), body },
  };
}

/** The id under which the endpoint knows the request; null when it names none. */
export function requestIdOf(headers: readonly string[]): string | null {
  for (const name of REQUEST_ID_HEADERS) {
    const value = headerOf(headers, name);
    if (value !== undefined) return value.slice(0, MAX_REQUEST_ID_LENGTH);
  }
  return null;
}
