/**
 * Decides what is recorded of reported usage: input without the cached part, and what it cost. Watches on the way which endpoints
 * seem to report input with the cached part, so that the switch for them can be proposed.
 */
import type { EndpointState } from '../../src-shared/schemas/endpoint.ts';
import type { Usage } from '../../src-shared/schemas/exchange.ts';
import { CacheEvidence } from './cache-evidence.ts';
import type { AccountedUsage, CostOf, ReportedUsage } from './ports.ts';

interface Watched {
  readonly revision: number;
  readonly evidence: CacheEvidence;
}

export interface UsageAccountsOptions {
  readonly costOf: CostOf;
  /** Of an endpoint as it is now; null: it is gone. Evidence from before an edit counts no more. */
  readonly revisionOf: (endpointId: string) => number | null;
}

export class UsageAccounts {
  readonly #options: UsageAccountsOptions;
  readonly #watched = new Map<string, Watched>();

  constructor(options: UsageAccountsOptions) {
    this.#options = options;
  }

  /** Bound, so that it can be handed on as it is. */
  readonly account = (reported: ReportedUsage): AccountedUsage => {
    const { endpoint, sentModel } = reported;
    if (!endpoint.inputIncludesCache) this.#watch(reported);
    const usage = endpoint.inputIncludesCache ? withoutCached(reported.usage) : reported.usage;
    return { usage, costMicroUsd: sentModel === null ? null : this.#options.costOf(endpoint, sentModel, usage) };
  };

  /** Null: nothing to propose. */
  proposalOf(endpointId: string): EndpointState['usageProposal'] {
    const watched = this.#watched.get(endpointId);
    if (watched === undefined || watched.revision !== this.#options.revisionOf(endpointId)) return null;
    return watched.evidence.isConvincing ? 'input-includes-cache' : null;
  }

  #watch({ endpoint, sentModel, sessionId, requestBytes, usage }: ReportedUsage): void {
    if (sessionId === null) return;
    const known = this.#watched.get(endpoint.id);
    const evidence = known?.revision === endpoint.revision ? known.evidence : new CacheEvidence();
    if (known?.evidence !== evidence) this.#watched.set(endpoint.id, { revision: endpoint.revision, evidence });
    evidence.saw({ conversation: JSON.stringify([sessionId, sentModel]), requestBytes, usage });
  }
}

/** Never negative: a report that contradicts the switch loses its input, not its sense. */
function withoutCached(usage: Usage): Usage {
  const cachedTokens = usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  return { ...usage, inputTokens: Math.max(usage.inputTokens - cachedTokens, 0) };
}
