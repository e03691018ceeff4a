/** What a check is: something to look at, on its own and in parallel with others, that ends with a finding. */
import { AppError } from '../../src-shared/app-error.ts';
import type { DoctorGroup } from '../../src-shared/schemas/doctor.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import type { ClockSample } from './clock-skew.ts';
import type { Finding } from './finding.ts';
import type { CorePorts, DoctorPorts } from './ports.ts';

export interface CheckContext {
  readonly ports: DoctorPorts;
  /** Null: the data folder could not be opened. */
  readonly core: CorePorts | null;
  /** Aborts when the run is given up or the check took too long. */
  readonly signal: AbortSignal;
  readonly isPaid: boolean;
  /** What endpoints said of the time, for the check of the clock. */
  readonly clockSamples: Map<string, ClockSample>;
}

export interface Check {
  /** Stable. Of one of a kind: `<kind>:<id>`. */
  readonly id: string;
  readonly group: DoctorGroup;
  readonly subject: string | null;
  /** `network`: waits for others, so only a few run at once and it has more time. `last`: needs what the others found. */
  readonly lane: 'local' | 'network' | 'last';
  run(context: CheckContext): Promise<Finding>;
}

export function check(id: string, group: DoctorGroup, run: Check['run'], more: { lane?: Check['lane']; subject?: string } = {}): Check {
  return { id, group, run, lane: more.lane ?? 'local', subject: more.subject ?? null };
}

/** The core, or null when the data folder could not be opened. */
export function coreOf({ core }: DoctorPorts): CorePorts | null {
  return core instanceof AppError ? null : core;
}

/** Why something failed, in as few words as the system has: its code, else its message. */
export function whyOf(error: unknown): string {
  return errorCodeOf(error) ?? textOf(error);
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
