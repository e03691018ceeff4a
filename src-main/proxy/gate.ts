/** When the held beginning of an answer may go to the client, and why it may not. Why answers are held: decision 0012. */
import type { Observation } from '../failover/contract.ts';
import type { HeldChunks } from './held-chunks.ts';
import type { ReadAlong } from './read-along.ts';

/** A streamed answer is held at most this long after its first byte; any answer until this many bytes. */
export const GATE_MS = 15_000;
const GATE_BYTES = 1_048_576;

export interface HeldAnswer {
  readonly held: HeldChunks;
  readonly reader: ReadAlong | null;
  /** The client asked for a stream. */
  readonly isStream: boolean;
}

/** Whether held bytes may go although no event has opened the gate. @param isGated Another attempt may follow. */
export function mayOpen({ held, reader, isStream }: HeldAnswer, isGated: boolean): boolean {
  if (isStream) return !isGated || held.bytes > GATE_BYTES || reader?.isBlind === true;
  // A whole JSON answer: its first character tells it from an HTML page. White space without end is none.
  return reader?.isDecoding === true || held.firstCharacter() !== null || held.bytes > GATE_BYTES;
}

/** Why the held bytes cannot be the beginning of the client's answer after all. @param isHeadSent Our own head went out, and it promised plain bytes. */
export function faultAtOpening({ held, reader, isStream }: HeldAnswer, isHeadSent: boolean): Observation | null {
  if (!isStream) return reader?.isDecoding === true ? null : held.faultOfJson();
  return mustUnpack({ reader, isStream }, isHeadSent) && reader?.isBlind === true ? { kind: 'bad-answer', what: 'unreadable' } : null;
}

/** Whether a compressed stream goes to a client that was promised plain bytes. */
export function mustUnpack({ reader, isStream }: Pick<HeldAnswer, 'reader' | 'isStream'>, isHeadSent: boolean): boolean {
  return isStream && isHeadSent && reader?.isDecoding === true;
}

/** What an answer that was held to its end is: a stream without content, or nothing; null: a whole answer, judged when it is let go. */
export function faultOfHeldToEnd({ held, isStream }: HeldAnswer): Observation | null {
  if (held.bytes === 0) return { kind: 'bad-answer', what: 'empty' };
  return isStream ? { kind: 'bad-answer', what: 'unreadable' } : null;
}

/** What is missing at the end of an answer that the client has got; null: nothing, as far as could be read. */
export function cutAtEnd({ reader, isStream }: HeldAnswer): string | null {
  if (!isStream || reader === null || reader.isBlind || reader.hasStop) return null;
  return reader.error === null ? 'the stream ended before the message did' : `the endpoint sent an error: ${reader.error.type}`;
}

/**
 * Whether the client has the whole message, although its answer has not ended: some gateways close or keep the connection instead.
 * Of compressed bytes the end is needed to unpack them.
 */
export function hasWholeMessage({ reader, isStream }: HeldAnswer): boolean {
  return isStream && reader?.hasStop === true && !reader.isDecoding && !reader.isBlind;
}
