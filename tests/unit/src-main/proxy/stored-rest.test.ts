import { expect, it } from 'vitest';
import type { RestCause } from '../../../../src-main/failover/contract.ts';
import type { Rest } from '../../../../src-main/failover/rests.ts';
import { readStoredRest, storedRest } from '../../../../src-main/proxy/stored-rest.ts';

const rest = (changes: Partial<Rest> = {}): Rest => ({
  scope: 'model',
  model: 'opus',
  ruleId: 'r',
  reason: 'why',
  observation: { kind: 'rested-by-hand' },
  startedAtMs: 1_000,
  untilMs: 61_000,
  restMs: 60_000,
  probeEveryMs: 30_000,
  isHard: true,
  revision: 3,
  streak: 2,
  prober: null,
  ...changes,
});
const readAgain = (one: Rest, nowMs: number) => readStoredRest({ endpointId: 'e', ...storedRest(one) }, nowMs);

it.each<RestCause>([
  { kind: 'unreachable', cause: 'tls', detail: 'expired' },
  { kind: 'timeout', phase: 'first-content', waitedMs: 90_000 },
  { kind: 'status', status: 529, errorType: null, text: 'busy', isAnthropicError: false, namedWaitMs: null },
  { kind: 'bad-answer', what: 'not-a-stream' },
  { kind: 'error-event', errorType: 'overloaded_error', text: '' },
  { kind: 'stream-cut', detail: 'reset' },
  { kind: 'rested-by-hand' },
])('a rest caused by $kind reads as it was written', (observation) => {
  expect(readAgain(rest({ observation }), 2_000)).toEqual(rest({ observation }));
});

it('a rest without an end, of the endpoint as a whole, reads as it was written', () => {
  const endless = rest({ scope: 'endpoint', model: null, untilMs: null, restMs: null, probeEveryMs: null, isHard: false });
  expect(readAgain(endless, 2_000)).toEqual(endless);
});

it('a probe that was under way does not go on', () => {
  expect(readAgain(rest({ prober: { endpointId: 'e', revision: 3, model: 'opus' } }), 2_000)).toEqual(rest());
});

it('lasts from now neither longer than it was ordered nor beyond its end', () => {
  expect(readAgain(rest(), 500)).toMatchObject({ startedAtMs: 500, untilMs: 60_500 });
  expect(readAgain(rest(), 31_000)).toMatchObject({ startedAtMs: 1_000, untilMs: 61_000 });
});

it.each(['', '{', 'null', '{"kind":"success"}', '{"kind":"status","status":200}'])('with the cause %s is given up', (cause) => {
  expect(readStoredRest({ endpointId: 'e', ...storedRest(rest()), cause }, 0)).toBeNull();
});
