/** Rests of endpoints over runs of the app: a store that stays, a clock, and for each run a register and its keeper. */
import type { Observation, Verdict } from '../../src-main/failover/contract.ts';
import type { RestTarget } from '../../src-main/failover/rests.ts';
import { RestKeeper } from '../../src-main/proxy/rest-keeper.ts';
import { RestRegister } from '../../src-main/proxy/rest-register.ts';
import { CaptureLogger } from './capture-logger.ts';
import type { FakeClock } from './fake-clock.ts';
import type { MemoryRestStore } from './memory-rest-store.ts';

export const limited: Observation = {
  kind: 'status',
  status: 429,
  errorType: 'rate_limit_error',
  text: 'slow',
  isAnthropicError: true,
  namedWaitMs: 9_000,
};
export const target = (endpointId = 'e', revision = 1): RestTarget => ({ endpointId, revision, model: 'm' });
export const verdict = (forMs: number | null, isHard = true): Verdict => ({
  kind: 'try-next',
  ruleId: 'rate-limited',
  reason: 'answered 429',
  waitMs: 0,
  isBlamed: true,
  rest: { scope: 'endpoint', forMs, probeEveryMs: null, isHard },
});

/** One run of the app, as far as rests go. */
export async function run(store: MemoryRestStore, clock: FakeClock, revisionOf: (id: string) => number | null = () => 1) {
  const rests = new RestRegister({ clock });
  const logger = new CaptureLogger();
  const keeper = new RestKeeper({ register: rests, store, clock, logger });
  await keeper.start(revisionOf);
  const fail = (forMs: number | null, at = target()) =>
    rests.failed({ target: at, verdict: verdict(forMs), observation: limited, startedAtMs: clock.nowMs() });
  return { rests, keeper, logger, fail };
}

export const withoutProber = (rests: RestRegister) => rests.restsOf('e').map((rest) => ({ ...rest, prober: null }));
