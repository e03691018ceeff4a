/** Exchanges and attempts as the data path records them, for tests of what keeps and shows them. */
import { v7 as uuidv7 } from 'uuid';
import type { Attempt, ExchangeSummary, Usage } from '../../src-shared/schemas/exchange.ts';

export const SAMPLE_START_MS = Date.UTC(2026, 0, 15, 12);

export function sampleUsage(change: Partial<Usage> = {}): Usage {
  return { inputTokens: 10, cacheReadTokens: 200, cacheWrite5mTokens: 30, cacheWrite1hTokens: 4, outputTokens: 50, source: 'reported', ...change };
}

/** A judged attempt that delivered, at an endpoint named `main`. */
export function sampleAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    endpointId: 'endpoint-main',
    endpoint: 'main',
    sentModel: 'claude-sonnet-4-5',
    startedAtMs: SAMPLE_START_MS + 1,
    firstByteAtMs: SAMPLE_START_MS + 101,
    endedAtMs: SAMPLE_START_MS + 901,
    status: 200,
    verdict: 'deliver',
    ruleId: 'success',
    reason: 'answered',
    restMs: null,
    upstreamRequestId: 'req_1',
    usage: sampleUsage(),
    costMicroUsd: 1_234,
    ...change,
  };
}

/** An exchange under way, without attempts. */
export function sampleStart(change: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: uuidv7(),
    startedAtMs: SAMPLE_START_MS,
    firstByteAtMs: null,
    endedAtMs: null,
    kind: 'messages',
    method: 'POST',
    path: '/v1/messages',
    requestedModel: 'claude-sonnet-4-5',
    family: 'sonnet',
    isStream: true,
    sessionId: 'session-1',
    client: 'claude-cli/2.1.329',
    localToken: 'start one',
    outcome: null,
    status: null,
    error: null,
    requestBytes: 1_000,
    responseBytes: 0,
    attemptCount: 0,
    endpoint: null,
    sentModel: null,
    usage: null,
    costMicroUsd: null,
    unpricedAttempts: 0,
    ...change,
  };
}

/** The same exchange delivered, as its attempts say. */
export function sampleEnd(start: ExchangeSummary, attempts: readonly Attempt[], change: Partial<ExchangeSummary> = {}): ExchangeSummary {
  const last = attempts.at(-1);
  return {
    ...start,
    firstByteAtMs: start.startedAtMs + 100,
    endedAtMs: start.startedAtMs + 900,
    outcome: 'delivered',
    status: 200,
    responseBytes: 5_000,
    attemptCount: attempts.length,
    endpoint: last?.endpoint ?? null,
    sentModel: last?.sentModel ?? null,
    usage: last?.usage ?? null,
    costMicroUsd: last?.costMicroUsd ?? null,
    ...change,
  };
}
