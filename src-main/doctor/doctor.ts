/**
 * Runs the checks: those of this machine and those that wait for others side by side, each with its time limit, and keeps what
 * they find. One run at a time; whoever asks for the state sees how far it is.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type { DoctorCheck, DoctorFix, DoctorReport, DoctorReportInput, DoctorRun, DoctorRunInput } from '../../src-shared/schemas/doctor.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import { allChecks } from './all-checks.ts';
import { type Check, type CheckContext, coreOf, textOf } from './check.ts';
import type { ClockSample } from './clock-skew.ts';
import { type Finding, failed, skipped } from './finding.ts';
import { FIXES } from './fixes.ts';
import type { DoctorPorts } from './ports.ts';
import { writeReport } from './report.ts';

export interface DoctorOptions {
  readonly ports: DoctorPorts;
  /** Left out: all there are. */
  readonly checks?: () => readonly Check[];
  /** Left out: those below. */
  readonly limits?: Limits;
}

interface Limits {
  readonly localMs: number;
  readonly networkMs: number;
  readonly paidMs: number;
}

/** A disk that answers slower than this is a finding of its own. */
const LIMITS: Limits = { localMs: 10 * MS_PER_SECOND, networkMs: 40 * MS_PER_SECOND, paidMs: 90 * MS_PER_SECOND };
/** Few at once: looking up names and reading files share the threads of the process with the requests that are relayed. */
const AT_ONCE = { local: 3, network: 2, last: 1 };

const NO_RUN: DoctorRun = { run: 0, isRunning: false, isCancelled: false, isPaid: false, startedAtMs: null, endedAtMs: null, checks: [] };

export class Doctor {
  readonly #options: DoctorOptions;
  readonly #clockSamples = new Map<string, ClockSample>();
  #state: DoctorRun = NO_RUN;
  #ended: Promise<void> = Promise.resolve();
  #giveUp: AbortController | null = null;

  constructor(options: DoctorOptions) {
    this.#options = options;
  }

  state(): DoctorRun {
    return this.#state;
  }

  run({ groups, checks, isPaid }: DoctorRunInput): DoctorRun {
    this.#giveUp?.abort();
    const all = this.#all();
    const wanted = all.filter(({ id, group }) => (groups?.includes(group) ?? true) && (checks?.includes(id) ?? true));
    const before = new Map(this.#state.checks.map((check) => [check.id, check]));
    const isPart = checks !== null && before.size > 0;
    const shown = isPart ? all.filter(({ id }) => wanted.some((check) => check.id === id) || before.has(id)) : wanted;
    if (!isPart) this.#clockSamples.clear();
    this.#state = {
      run: this.#state.run + 1,
      isRunning: true,
      isCancelled: false,
      isPaid,
      startedAtMs: this.#options.ports.clock.nowMs(),
      endedAtMs: null,
      checks: shown.map((check) => (wanted.includes(check) ? waiting(check) : (before.get(check.id) ?? waiting(check)))),
    };
    const giveUp = new AbortController();
    this.#giveUp = giveUp;
    this.#ended = this.#runAll(wanted, this.#state.run, giveUp.signal);
    return this.#state;
  }

  cancel(): DoctorRun {
    if (!this.#state.isRunning) return this.#state;
    this.#giveUp?.abort();
    const checks = this.#state.checks.map((check) => (isOpen(check) ? { ...check, ...skipped('cancelled'), details: [], stages: [] } : check));
    this.#state = { ...this.#state, isRunning: false, isCancelled: true, endedAtMs: this.#options.ports.clock.nowMs(), checks };
    return this.#state;
  }

  async fix(fix: DoctorFix): Promise<DoctorRun> {
    await this.#ended;
    const { checks, run } = FIXES[fix];
    try {
      await run(this.#options.ports);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('NOT_SUPPORTED_HERE', `that could not be mended: ${textOf(error)}`, { cause: error });
    }
    this.#options.ports.logger.info('the doctor mended something', { fix });
    this.run({ groups: null, checks: [...checks], isPaid: false });
    await this.#ended;
    return this.#state;
  }

  report({ withNames }: DoctorReportInput): DoctorReport {
    return { markdown: writeReport(this.#state, this.#options.ports, { withNames }) };
  }

  /** Resolves when nothing runs. */
  settled(): Promise<void> {
    return this.#ended;
  }

  #all(): readonly Check[] {
    return this.#options.checks?.() ?? allChecks(coreOf(this.#options.ports));
  }

  async #runAll(checks: readonly Check[], run: number, giveUp: AbortSignal): Promise<void> {
    const lane = (name: Check['lane']) =>
      inLane(
        checks.filter((check) => check.lane === name),
        AT_ONCE[name],
        (check) => this.#runOne(check, run, giveUp),
      );
    await Promise.all([lane('local'), lane('network')]);
    await lane('last');
    if (this.#state.run !== run || giveUp.aborted) return;
    this.#state = { ...this.#state, isRunning: false, endedAtMs: this.#options.ports.clock.nowMs() };
  }

  async #runOne(check: Check, run: number, giveUp: AbortSignal): Promise<void> {
    if (giveUp.aborted) return;
    const { ports, limits = LIMITS } = this.#options;
    this.#put(check.id, run, { state: 'running' });
    const startedMs = ports.clock.monotonicMs();
    const isPaid = this.#state.isPaid;
    const limitMs = check.lane === 'local' ? limits.localMs : isPaid ? limits.paidMs : limits.networkMs;
    const signal = AbortSignal.any([giveUp, AbortSignal.timeout(limitMs)]);
    const finding = await withinLimit(check, { ports, core: coreOf(ports), signal, isPaid, clockSamples: this.#clockSamples }, limitMs);
    if (giveUp.aborted) return;
    const { details, stages, ...rest } = finding;
    const durationMs = Math.round(ports.clock.monotonicMs() - startedMs);
    this.#put(check.id, run, { ...rest, details: [...details], stages: [...stages], durationMs });
  }

  #put(id: string, run: number, changes: Partial<DoctorCheck>): void {
    if (this.#state.run !== run) return;
    this.#state = { ...this.#state, checks: this.#state.checks.map((check) => (check.id === id ? { ...check, ...changes } : check)) };
  }
}

/** What the check finds; that it broke, or took too long. Never rejects. */
async function withinLimit(check: Check, context: CheckContext, limitMs: number): Promise<Finding> {
  const late = Promise.withResolvers<Finding>();
  const giveUp = () => late.resolve(failed('timedOut', { values: { limitMs } }));
  context.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([check.run(context), late.promise]);
  } catch (error) {
    if (context.signal.aborted) return failed('timedOut', { values: { limitMs } });
    return failed('broke', { values: { text: textOf(error) }, remedy: 'lookIntoLog' });
  } finally {
    context.signal.removeEventListener('abort', giveUp);
  }
}

async function inLane(checks: readonly Check[], atOnce: number, run: (check: Check) => Promise<void>): Promise<void> {
  const left = [...checks];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function waiting({ id, group, subject }: Check): DoctorCheck {
  const [kind = id] = id.split(':');
  return { id, kind, group, subject, state: 'waiting', finding: null, remedy: null, details: [], stages: [], fix: null, durationMs: null };
}

function isOpen({ state }: DoctorCheck): boolean {
  return state === 'waiting' || state === 'running';
}
