/**
 * Decides how exchanges and attempts look as rows: column names, and both directions of the mapping. A word that only a later version
 * knows, after a return to this one, is read as the nearest known: one such row must not keep the app from starting, or a page from being shown.
 */
import { z } from 'zod';
import { familySchema } from '../../src-shared/schemas/endpoint.ts';
import {
  type Attempt,
  type ExchangeDetail,
  type ExchangeSummary,
  exchangeKindSchema,
  outcomeSchema,
  type Usage,
  verdictKindSchema,
} from '../../src-shared/schemas/exchange.ts';

const flagSchema = z.union([z.literal(0), z.literal(1)]);

export const exchangeRowSchema = z.object({
  seq: z.number(),
  id: z.string(),
  started_at_ms: z.number(),
  first_byte_at_ms: z.number().nullable(),
  ended_at_ms: z.number().nullable(),
  kind: exchangeKindSchema.catch('other'),
  method: z.string(),
  path: z.string(),
  requested_model: z.string().nullable(),
  family: familySchema.nullable().catch('other'),
  is_stream: flagSchema,
  session_id: z.string().nullable(),
  client: z.string().nullable(),
  local_token: z.string().nullable(),
  outcome: outcomeSchema.nullable().catch('interrupted'),
  status: z.number().nullable(),
  error: z.string().nullable(),
  request_bytes: z.number(),
  response_bytes: z.number(),
  sent_model: z.string().nullable(),
});
export type ExchangeRow = z.infer<typeof exchangeRowSchema>;

export const attemptRowSchema = z.object({
  exchange_seq: z.number(),
  number: z.number(),
  endpoint_id: z.string(),
  endpoint: z.string(),
  sent_model: z.string().nullable(),
  started_at_ms: z.number(),
  first_byte_at_ms: z.number().nullable(),
  ended_at_ms: z.number().nullable(),
  status: z.number().nullable(),
  verdict: verdictKindSchema.nullable().catch(null),
  rule_id: z.string().nullable(),
  reason: z.string().nullable(),
  rest_ms: z.number().nullable(),
  upstream_request_id: z.string().nullable(),
  usage_source: z.enum(['reported', 'estimated']).nullable().catch('estimated'),
  input_tokens: z.number().nullable(),
  cache_read_tokens: z.number().nullable(),
  cache_write_5m_tokens: z.number().nullable(),
  cache_write_1h_tokens: z.number().nullable(),
  output_tokens: z.number().nullable(),
  cost_micro_usd: z.number().nullable(),
});
export type AttemptRow = z.infer<typeof attemptRowSchema>;

// Clocks may give fractions; the columns are whole milliseconds.
const whole = (ms: number | null) => (ms === null ? null : Math.round(ms));

/** `seq` is the database's to give. */
export function toExchangeRow(exchange: ExchangeSummary, attempts: readonly Attempt[]): Omit<ExchangeRow, 'seq'> {
  return {
    id: exchange.id,
    started_at_ms: Math.round(exchange.startedAtMs),
    first_byte_at_ms: whole(exchange.firstByteAtMs),
    ended_at_ms: whole(exchange.endedAtMs),
    kind: exchange.kind,
    method: exchange.method,
    path: exchange.path,
    requested_model: exchange.requestedModel,
    family: exchange.family,
    is_stream: exchange.isStream ? 1 : 0,
    session_id: exchange.sessionId,
    client: exchange.client,
    local_token: exchange.localToken,
    outcome: exchange.outcome,
    status: exchange.status,
    error: exchange.error,
    request_bytes: exchange.requestBytes,
    response_bytes: exchange.responseBytes,
    sent_model: attempts.at(-1)?.sentModel ?? null,
  };
}

export function toAttemptRow(exchangeSeq: number, attempt: Attempt): AttemptRow {
  const usage = attempt.usage;
  return {
    exchange_seq: exchangeSeq,
    number: attempt.number,
    endpoint_id: attempt.endpointId,
    endpoint: attempt.endpoint,
    sent_model: attempt.sentModel,
    started_at_ms: Math.round(attempt.startedAtMs),
    first_byte_at_ms: whole(attempt.firstByteAtMs),
    ended_at_ms: whole(attempt.endedAtMs),
    status: attempt.status,
    verdict: attempt.verdict,
    rule_id: attempt.ruleId,
    reason: attempt.reason,
    rest_ms: whole(attempt.restMs),
    upstream_request_id: attempt.upstreamRequestId,
    usage_source: usage?.source ?? null,
    input_tokens: usage?.inputTokens ?? null,
    cache_read_tokens: usage?.cacheReadTokens ?? null,
    cache_write_5m_tokens: usage?.cacheWrite5mTokens ?? null,
    cache_write_1h_tokens: usage?.cacheWrite1hTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    cost_micro_usd: attempt.costMicroUsd,
  };
}

export function toAttempt(row: AttemptRow): Attempt {
  return {
    number: row.number,
    endpointId: row.endpoint_id,
    endpoint: row.endpoint,
    sentModel: row.sent_model,
    startedAtMs: row.started_at_ms,
    firstByteAtMs: row.first_byte_at_ms,
    endedAtMs: row.ended_at_ms,
    status: row.status,
    verdict: row.verdict,
    ruleId: row.rule_id,
    reason: row.reason,
    restMs: row.rest_ms,
    upstreamRequestId: row.upstream_request_id,
    usage: usageOf(row),
    costMicroUsd: row.cost_micro_usd,
  };
}

function usageOf(row: AttemptRow): Usage | null {
  if (row.usage_source === null) return null;
  return {
    inputTokens: row.input_tokens ?? 0,
    cacheReadTokens: row.cache_read_tokens ?? 0,
    cacheWrite5mTokens: row.cache_write_5m_tokens ?? 0,
    cacheWrite1hTokens: row.cache_write_1h_tokens ?? 0,
    outputTokens: row.output_tokens ?? 0,
    source: row.usage_source,
  };
}

/** @param attempts  All attempts of the exchange by number; endpoint, sent model, usage and cost come from them. */
export function toExchange(row: ExchangeRow, attempts: readonly Attempt[]): ExchangeDetail {
  const last = attempts.at(-1);
  return {
    id: row.id,
    startedAtMs: row.started_at_ms,
    firstByteAtMs: row.first_byte_at_ms,
    endedAtMs: row.ended_at_ms,
    kind: row.kind,
    method: row.method,
    path: row.path,
    requestedModel: row.requested_model,
    family: row.family,
    isStream: row.is_stream === 1,
    sessionId: row.session_id,
    client: row.client,
    localToken: row.local_token,
    outcome: row.outcome,
    status: row.status,
    error: row.error,
    requestBytes: row.request_bytes,
    responseBytes: row.response_bytes,
    attemptCount: attempts.length,
    endpoint: last?.endpoint ?? null,
    sentModel: last?.sentModel ?? null,
    usage: sumUsage(attempts),
    costMicroUsd: sumCost(attempts),
    unpricedAttempts: attempts.filter(({ usage, costMicroUsd }) => usage !== null && costMicroUsd === null).length,
    attempts: [...attempts],
  };
}

/** Null when no attempt has usage; `estimated` as soon as one part is. */
function sumUsage(attempts: readonly Attempt[]): Usage | null {
  return attempts.reduce<Usage | null>((sum, { usage }) => {
    if (usage === null || sum === null) return sum ?? usage;
    return {
      inputTokens: sum.inputTokens + usage.inputTokens,
      cacheReadTokens: sum.cacheReadTokens + usage.cacheReadTokens,
      cacheWrite5mTokens: sum.cacheWrite5mTokens + usage.cacheWrite5mTokens,
      cacheWrite1hTokens: sum.cacheWrite1hTokens + usage.cacheWrite1hTokens,
      outputTokens: sum.outputTokens + usage.outputTokens,
      source: sum.source === 'estimated' ? 'estimated' : usage.source,
    };
  }, null);
}

/** Over the priced attempts; null when none is priced. */
function sumCost(attempts: readonly Attempt[]): number | null {
  return attempts.reduce<number | null>((sum, { costMicroUsd }) => (costMicroUsd === null ? sum : (sum ?? 0) + costMicroUsd), null);
}
