/** What one attempt needs to run. */
import type { Clock } from '../platform/clock.ts';
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import type { ClientAnswer } from './client-answer.ts';
import type { Upstream } from './upstream-port.ts';

export interface AttemptOptions {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly answer: ClientAnswer;
  readonly adapter: ProtocolAdapter;
  readonly clientRequest: ClientRequest;
  /** Another attempt may follow, so a stream that has not said anything yet is held. */
  readonly isGated: boolean;
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** The commit point: the first byte of the answer's body is about to go to the client. */
  readonly onCommit: () => void;
  /** Called per chunk after the commit point. */
  readonly onProgress: (outputTokens: number) => void;
}
