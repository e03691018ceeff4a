/** What a successful answer is, by its head alone: how its bytes are to be read, or why it cannot be an answer. */
import type { Observation } from '../failover/contract.ts';
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import { headerOf } from './headers.ts';

/** Types that servers give to whatever they do not know. Clients read such a stream, so whether it is one is seen in its events. */
const SAYS_NOTHING = /^(text\/plain|application\/octet-stream)?\s*(;|$)/;

export interface AnswerKind {
  readonly isEventStream: boolean;
  /** In another dialect than the client's. */
  readonly isForeign: boolean;
  /** Content-Encoding; undefined: plain. */
  readonly encoding: string | undefined;
}

export function answerKind(
  rawHeaders: readonly string[],
  { clientRequest, adapter }: { readonly clientRequest: ClientRequest; readonly adapter: ProtocolAdapter },
): AnswerKind | Extract<Observation, { kind: 'bad-answer' }> {
  const type = headerOf(rawHeaders, 'content-type')?.toLowerCase() ?? '';
  const isForeign = clientRequest.isStream ? adapter.openStream !== null : adapter.decodeAnswer !== null;
  const isEventStream = type.startsWith('text/event-stream') || (clientRequest.isStream && (isForeign || SAYS_NOTHING.test(type)));
  if (type.startsWith('text/html')) return { kind: 'bad-answer', what: 'html' };
  if (clientRequest.isStream && !isEventStream) return { kind: 'bad-answer', what: 'not-a-stream' };
  return { isEventStream, isForeign, encoding: headerOf(rawHeaders, 'content-encoding') };
}
