/** What one attempt leaves behind, for the verdict, the record and the client. */
import type { Usage } from '../../src-shared/schemas/exchange.ts';
import type { Observation } from '../failover/contract.ts';

/** An error answer as it came, kept in case the client is to get it byte for byte. */
export interface ReceivedAnswer {
  readonly status: number;
  /** Raw list, already without what must not cross. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface AttemptEnd {
  readonly observation: Observation;
  readonly received: ReceivedAnswer | null;
  readonly isCommitted: boolean;
  /** The endpoint closed its answer itself, so the client has all of it although it is no success (an `error` event at its end). */
  readonly isWholeForClient: boolean;
  readonly status: number | null;
  readonly firstByteAtMs: number | null;
  readonly usage: Usage | null;
  readonly upstreamRequestId: string | null;
}
