/** How the data path wants rests kept over a restart. It declares the store; storage satisfies it. */
import type { RestView } from '../../src-shared/schemas/endpoint.ts';

/** A rest as it is kept over a restart. */
export interface StoredRest {
  readonly endpointId: string;
  readonly scope: RestView['scope'];
  /** Sent model, for scope `model`. */
  readonly model: string | null;
  readonly revision: number;
  readonly ruleId: string;
  readonly reason: string;
  /** JSON of a failover/contract.ts RestCause. */
  readonly cause: string;
  readonly startedAtMs: number;
  /** Null: until edited or restored. */
  readonly untilMs: number | null;
  /** Length as ordered; null like untilMs. */
  readonly restMs: number | null;
  readonly probeEveryMs: number | null;
  readonly isHard: boolean;
  readonly failureStreak: number;
}

/** All rests of one endpoint; empty: it has none any more. */
export interface RestChange {
  readonly endpointId: string;
  readonly rests: Omit<StoredRest, 'endpointId'>[];
}

/** Where rests are kept. A write is one transaction and durable when it resolves; storage satisfies it. */
export interface RestStore {
  load(): Promise<readonly StoredRest[]>;
  write(changes: readonly RestChange[]): Promise<void>;
}
