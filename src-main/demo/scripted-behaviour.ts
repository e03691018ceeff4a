/** How the three demo endpoints behave: how fast they are and which faults they show how often. */
import { between, type Random } from './seeded-random.ts';

export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly errorType: string;
      readonly message: string;
      readonly retryAfterSeconds: number | null;
    }
  /** The connection is closed without an answer. */
  | { readonly kind: 'drop' }
  /** The connection is closed in the middle of the stream. */
  | { readonly kind: 'cut' };

export interface Behaviour {
  /** Share of requests that fail, 0 to 1. */
  readonly faultRatio: number;
  /** Wait before the response headers, ms, from and to. */
  readonly firstByteMs: readonly [from: number, to: number];
  /** Pause between two pieces of text, ms, from and to. */
  readonly pieceMs: readonly [from: number, to: number];
}

export const HEALTHY: Behaviour = { faultRatio: 0, firstByteMs: [250, 700], pieceMs: [25, 70] };
export const FLAKY: Behaviour = { faultRatio: 0.4, firstByteMs: [200, 900], pieceMs: [20, 80] };
export const SLOW: Behaviour = { faultRatio: 0, firstByteMs: [2_000, 4_500], pieceMs: [120, 320] };

const FAULTS: readonly { readonly share: number; readonly fault: Fault }[] = [
  { share: 0.35, fault: { kind: 'status', status: 529, errorType: 'overloaded_error', message: 'Overloaded', retryAfterSeconds: null } },
  {
    share: 0.25,
    fault: { kind: 'status', status: 429, errorType: 'rate_limit_error', message: 'This demo account is over its rate limit', retryAfterSeconds: 12 },
  },
  { share: 0.2, fault: { kind: 'status', status: 503, errorType: 'api_error', message: 'Service unavailable', retryAfterSeconds: null } },
  { share: 0.12, fault: { kind: 'drop' } },
  { share: 0.08, fault: { kind: 'cut' } },
];

/** The fault of the next request; null: none. */
export function nextFault(behaviour: Behaviour, random: Random): Fault | null {
  const isFaulty = random() < behaviour.faultRatio;
  let chance = random();
  if (!isFaulty) return null;
  for (const { share, fault } of FAULTS) {
    if (chance < share) return fault;
    chance -= share;
  }
  return FAULTS.at(-1)?.fault ?? null;
}

/** A time within a range, ms. @param tempo Factor: 0 for none at all, as tests want it. */
export function pauseMs(range: readonly [number, number], random: Random, tempo: number): number {
  return Math.round(between(random, range[0], range[1]) * tempo);
}
