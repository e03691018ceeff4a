/** What the collected answer of a replay amounts to: how it ended, and its text in the client's dialect. */
import type { Outcome, Usage } from '../../src-shared/schemas/exchange.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import { describeObservation } from '../failover/describe-observation.ts';
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import { AnswerTranslator } from './answer-translator.ts';
import type { CollectEnding, CollectedAnswer } from './collect-answer.ts';
import { readErrorAnswer } from './error-answer.ts';
import { headerOf } from './headers.ts';
import { UsageTap } from './usage-tap.ts';

/** Longer than nearly all answers take, and shorter than browsers wait for one. */
export const REPLAY_LIMIT_MS = 4 * MS_PER_MINUTE;

/** Far more than a model can say in one answer. */
export const MAX_REPLAY_BYTES = 8 * 1_048_576;

export interface JudgedReplay {
  readonly observation: Observation;
  readonly outcome: Outcome;
  /** Why it is not a whole answer; null when it is. */
  readonly error: string | null;
  readonly usage: Usage | null;
  /** For the user: in the dialect of the Messages API. */
  readonly body: Buffer;
}

/** Statuses with which endpoints find fault with the request itself. */
const CLIENT_FAULTS = new Set([400, 413, 422]);

export async function judgeReplay(
  answer: CollectedAnswer,
  { adapter, clientRequest, nowMs }: { readonly adapter: ProtocolAdapter; readonly clientRequest: ClientRequest; readonly nowMs: number },
): Promise<JudgedReplay> {
  const { status, headers, body, ending } = answer;
  if (status === null) return { ...endedEarly(ending ?? { kind: 'cut', detail: 'no answer came' }), usage: null, body };
  if (status >= 300) {
    const { observation } = readErrorAnswer({ status, headers: withoutEncoding(headers), body }, adapter, nowMs);
    const outcome = CLIENT_FAULTS.has(status) ? 'client_fault' : 'failed';
    return { observation, outcome, error: describeObservation(observation), usage: null, body };
  }
  const translated = await translate(answer, adapter, clientRequest);
  if (translated === null) return { ...failed({ kind: 'bad-answer', what: 'unreadable' }), usage: null, body };
  const isEventStream = clientRequest.isStream && headerOf(headers, 'content-type')?.startsWith('application/json') !== true;
  const tap = new UsageTap({ isEventStream });
  tap.push(translated);
  tap.end();
  const usage = tap.usage(clientRequest.body.length);
  if (ending !== null) return { ...endedEarly(ending), usage, body: translated };
  const missing = isEventStream ? whatIsMissing(tap) : null;
  if (missing !== null)
    return { observation: { kind: 'stream-cut', detail: missing }, outcome: 'stream_cut', error: missing, usage, body: translated };
  return { observation: { kind: 'success' }, outcome: 'delivered', error: null, usage, body: translated };
}

function whatIsMissing(tap: UsageTap): string | null {
  if (tap.error !== null) return `the stream ended with an error (${tap.error.type}: ${tap.error.message})`;
  return tap.hasStop ? null : 'the stream ended without message_stop';
}

/** The collected bytes were decoded already. */
function withoutEncoding(headers: readonly string[]): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== 'content-encoding');
}

/** @returns Null when the answer is not readable in its endpoint's dialect. */
async function translate({ body }: CollectedAnswer, adapter: ProtocolAdapter, clientRequest: ClientRequest): Promise<Buffer | null> {
  const isForeign = clientRequest.isStream ? adapter.openStream !== null : adapter.decodeAnswer !== null;
  if (!isForeign) return body;
  const pieces: Buffer[] = [];
  const state = { isReadable: true };
  const translator = new AnswerTranslator({
    adapter,
    clientRequest,
    encoding: undefined,
    onBytes: (bytes) => pieces.push(bytes),
    onFault() {
      state.isReadable = false;
    },
  });
  translator.push(body);
  await translator.end();
  return state.isReadable ? Buffer.concat(pieces) : null;
}

type Ended = Pick<JudgedReplay, 'observation' | 'outcome' | 'error'>;

function failed(observation: Observation): Ended {
  return { observation, outcome: 'failed', error: describeObservation(observation) };
}

function endedEarly(ending: CollectEnding): Ended {
  switch (ending.kind) {
    case 'fault':
      return failed(ending.observation);
    case 'cut':
      return { observation: { kind: 'stream-cut', detail: ending.detail }, outcome: 'stream_cut', error: ending.detail };
    case 'cancelled':
      return { observation: { kind: 'client-left' }, outcome: 'client_left', error: 'cancelled' };
    case 'too-late': {
      const error = `not over after ${REPLAY_LIMIT_MS / MS_PER_MINUTE} minutes`;
      return { observation: { kind: 'timeout', phase: 'idle', waitedMs: REPLAY_LIMIT_MS }, outcome: 'failed', error };
    }
    case 'too-large': {
      const error = `longer than ${MAX_REPLAY_BYTES / 1_048_576} MiB; the rest was not read`;
      return { observation: { kind: 'stream-cut', detail: error }, outcome: 'stream_cut', error };
    }
  }
}
