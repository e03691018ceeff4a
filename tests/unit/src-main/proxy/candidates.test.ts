import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src-main/failover/contract.ts';
import { Candidates } from '../../../../src-main/proxy/candidates.ts';
import type { ProxyEndpoint } from '../../../../src-main/proxy/ports.ts';
import { RestRegister } from '../../../../src-main/proxy/rest-register.ts';
import { SessionBindings } from '../../../../src-main/proxy/session-bindings.ts';
import { SizeLimits } from '../../../../src-main/proxy/size-limits.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const A = proxyEndpoint({ modelMap: { sonnet: 'a-model' } }, 0);
const B = proxyEndpoint({ families: ['sonnet'] }, 1);
const C = proxyEndpoint({ families: ['opus'] }, 2);

function setUp(first: readonly ProxyEndpoint[], family: 'sonnet' | 'haiku' = 'sonnet') {
  let endpoints = first;
  const clock = new FakeClock();
  const rests = new RestRegister({ clock });
  const bindings = new SessionBindings(clock);
  const sizes = new SizeLimits(clock);
  const path = { endpoints: { enabled: () => endpoints, defaultModels: () => ({ 'claude-*': 'default' }) }, rests, bindings, clock, sizes };
  const input = { requestedModel: 'claude-sonnet-4-5', family, sessionId: 's', kind: 'messages', sizeBytes: 500 } as const;
  const candidates = new Candidates(path, input);
  const rest = (endpoint: ProxyEndpoint, isHard: boolean) => {
    const verdict: Verdict = {
      kind: 'try-next',
      ruleId: 'r',
      reason: 'r',
      waitMs: 0,
      isBlamed: true,
      rest: { scope: 'endpoint', forMs: 10_000, probeEveryMs: null, isHard },
    };
    rests.failed({ target: candidates.targetOf(endpoint), verdict, observation: { kind: 'success' }, startedAtMs: clock.nowMs() });
  };
  return {
    clock,
    rests,
    bindings,
    sizes,
    candidates,
    another: () => new Candidates(path, input),
    rest,
    become(next: readonly ProxyEndpoint[]) {
      endpoints = next;
    },
  };
}

describe('Candidates', () => {
  it('are those that serve the family, in order, with the session’s endpoint first', async () => {
    const { candidates, bindings } = setUp([A, B, C]);
    expect((await candidates.order()).candidates).toEqual([A, B]);
    bindings.served('s', 'sonnet', B.id, [A, B, C]);
    expect((await candidates.order()).candidates).toEqual([B, A]);
  });

  it('know the model of each', () => {
    const { candidates } = setUp([A, B]);
    expect([candidates.sentModel(A), candidates.sentModel(B)]).toEqual(['a-model', 'default']);
    expect(candidates.targetOf(A)).toEqual({ endpointId: A.id, revision: 1, model: 'a-model' });
  });

  it('leave out what began to rest meanwhile', () => {
    const { candidates, rest } = setUp([A, B]);
    expect(candidates.next([A, B], new Map([[A.id, 1]]))).toBe(B);
    rest(B, false);
    expect(candidates.next([A, B], new Map([[A.id, 1]]))).toBeNull();
  });

  it('wait for a probe of the only endpoint left, at most five seconds', async () => {
    const { candidates, rest, clock, rests } = setUp([A]);
    rest(A, true);
    clock.advance(10_000);
    rests.attemptBegan(candidates.targetOf(A));
    const afterSuccess = candidates.order();
    rests.succeeded(candidates.targetOf(A), clock.nowMs());
    expect((await afterSuccess).candidates).toEqual([A]);

    rest(A, true);
    clock.advance(10_000);
    rests.attemptBegan(candidates.targetOf(A));
    const inVain = candidates.order();
    clock.advance(5_000);
    expect(await inVain).toMatchObject({ candidates: [], resting: [{ endpoint: A }] });
  });

  it('leave out whose gateway refused a body of this size, unless all did', async () => {
    const { candidates, sizes } = setUp([A, B, C]);
    const page = { kind: 'status', status: 413, errorType: null, text: '', isAnthropicError: false, namedWaitMs: null } as const;
    sizes.saw(A, 500, page);
    expect(await candidates.order()).toMatchObject({ candidates: [B], isAlone: true });
    expect(candidates.tooSmall()).toEqual([A]);
    sizes.saw(B, 400, page);
    expect((await candidates.order()).candidates).toEqual([A, B]);
    expect(candidates.tooSmall()).toEqual([]);
  });

  it('are claimed by one exchange: the others may ask only what is open to them', async () => {
    const { clock, rests, candidates, another, rest } = setUp([A, B]);
    const other = another();
    rest(A, false);
    clock.advance(10_000);
    expect(candidates.claim(A)).toBe(true);
    expect(candidates.claim(A)).toBe(true);
    expect([other.claim(A), other.claim(B)]).toEqual([false, true]);
    expect((await other.order()).candidates).toEqual([B]);
    candidates.release();
    expect(rests.availability(candidates.targetOf(A)).kind).toBe('probe-due');
    expect(other.claim(A)).toBe(true);
    candidates.release();
    expect(rests.availability(candidates.targetOf(A)).kind).toBe('probing');
  });

  it('are not claimed when they began to rest meanwhile, except for a sole endpoint with a soft rest', () => {
    const company = setUp([A, B]);
    company.rest(A, false);
    expect(company.candidates.claim(A)).toBe(false);
    const soft = setUp([A]);
    soft.rest(A, false);
    expect(soft.candidates.claim(A)).toBe(true);
    const hard = setUp([A]);
    hard.rest(A, true);
    expect(hard.candidates.claim(A)).toBe(false);
  });

  it('are not claimed once they were removed, switched off or edited', () => {
    const { candidates, become } = setUp([A, B]);
    expect(candidates.claim(B)).toBe(true);
    become([A]);
    expect(candidates.claim(B)).toBe(false);
    become([A, { ...B, revision: 2 }]);
    expect(candidates.claim(B)).toBe(false);
    become([B, { ...A }]);
    expect([candidates.claim(A), candidates.claim(B)]).toEqual([true, true]);
  });

  it('do not break the rest of an endpoint whose probe was awaited and failed, but may break another one', async () => {
    const { clock, candidates, another, rest } = setUp([A, B]);
    rest(B, true);
    clock.advance(5_000);
    rest(A, false);
    clock.advance(10_000);
    expect(candidates.claim(A)).toBe(true);
    rest(B, true);
    const waiting = another().order();
    rest(A, false);
    expect(await waiting).toMatchObject({ candidates: [], resting: [{ endpoint: A }, { endpoint: B }] });

    const soft = setUp([A, B]);
    soft.rest(A, false);
    soft.clock.advance(10_000);
    expect(soft.candidates.claim(A)).toBe(true);
    soft.rest(B, false);
    const order = soft.another().order();
    soft.clock.advance(1_000);
    soft.rest(A, false);
    expect(await order).toMatchObject({ candidates: [B], isLastResort: true });
  });
});
