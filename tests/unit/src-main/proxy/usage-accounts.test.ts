import { describe, expect, it } from 'vitest';
import type { CostOf, ReportedUsage } from '../../../../src-main/proxy/ports.ts';
import { UsageAccounts } from '../../../../src-main/proxy/usage-accounts.ts';
import { sampleUsage } from '../../../support/sample-exchange.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const usage = sampleUsage({ inputTokens: 100, cacheReadTokens: 60, cacheWrite5mTokens: 20, cacheWrite1hTokens: 5 });
const byInput: CostOf = (_endpoint, model, { inputTokens }) => (model === 'priced' ? inputTokens : null);

function reported(change: Partial<ReportedUsage> = {}): ReportedUsage {
  return { endpoint: proxyEndpoint({}), sentModel: 'priced', sessionId: 's', requestBytes: 1_000, usage, ...change };
}

/** Answers of a growing conversation whose input holds the cached part. */
function suspicious(revision: number): readonly ReportedUsage[] {
  return [0, 1, 2, 3, 4, 5].map((turn) => {
    const inputTokens = 20_000 + turn * 500;
    const cached = { cacheReadTokens: inputTokens - 500, cacheWrite5mTokens: 490, cacheWrite1hTokens: 0 };
    return reported({ endpoint: proxyEndpoint({ revision }), requestBytes: inputTokens * 4, usage: sampleUsage({ inputTokens, ...cached }) });
  });
}

describe('UsageAccounts', () => {
  it('records usage as reported, with its cost', () => {
    const accounts = new UsageAccounts({ costOf: byInput, revisionOf: () => 1 });
    expect(accounts.account(reported())).toEqual({ usage, costMicroUsd: 100 });
    expect(accounts.account(reported({ sentModel: 'other' })).costMicroUsd).toBeNull();
    expect(accounts.account(reported({ sentModel: null })).costMicroUsd).toBeNull();
  });

  it('takes the cached part out of input where the endpoint counts it in, and prices what is left', () => {
    const accounts = new UsageAccounts({ costOf: byInput, revisionOf: () => 1 });
    const endpoint = proxyEndpoint({ inputIncludesCache: true });
    expect(accounts.account(reported({ endpoint }))).toEqual({ usage: { ...usage, inputTokens: 15 }, costMicroUsd: 15 });
    expect(accounts.account(reported({ endpoint, usage: { ...usage, inputTokens: 7 } })).usage.inputTokens).toBe(0);
  });

  it('proposes the switch, until the endpoint is edited', () => {
    let revision = 1;
    const accounts = new UsageAccounts({ costOf: byInput, revisionOf: () => revision });
    expect(accounts.proposalOf('endpoint-1')).toBeNull();
    for (const one of suspicious(1)) accounts.account(one);
    expect(accounts.proposalOf('endpoint-1')).toBe('input-includes-cache');
    revision = 2;
    expect(accounts.proposalOf('endpoint-1')).toBeNull();
    for (const one of suspicious(2).slice(0, 3)) accounts.account(one);
    expect(accounts.proposalOf('endpoint-1')).toBeNull();
  });

  it('proposes nothing for requests of no session, nor where the switch is on', () => {
    const accounts = new UsageAccounts({ costOf: byInput, revisionOf: () => 1 });
    for (const one of suspicious(1)) accounts.account({ ...one, sessionId: null });
    for (const one of suspicious(1)) accounts.account({ ...one, endpoint: proxyEndpoint({ inputIncludesCache: true }) });
    expect(accounts.proposalOf('endpoint-1')).toBeNull();
  });
});
