/** Records of what happened: exchanges, their attempts and their usage, as stored, listed and announced. */
import { z } from 'zod';
import { familySchema } from './endpoint.ts';

/**
 * How an exchange ended.
 * `delivered`: an upstream success reached the client whole. `client_fault`: an upstream 4xx about the request itself,
 * delivered byte for byte. `refused`: turned down here before any attempt. `failed`: no endpoint could answer.
 * `client_left`: the client closed first. `stream_cut`: broken after the commit point. `interrupted`: the app stopped.
 */
export const OUTCOMES = ['delivered', 'client_fault', 'refused', 'failed', 'client_left', 'stream_cut', 'interrupted'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What counts as an error everywhere: the client asked for something that could be done, and did not get it whole. */
export const FAILURE_OUTCOMES = ['failed', 'stream_cut'] as const satisfies readonly Outcome[];
/** One outcome, or all of FAILURE_OUTCOMES. */
export const outcomeFilterSchema = z.enum([...OUTCOMES, 'failures']);
export type OutcomeFilter = z.infer<typeof outcomeFilterSchema>;

/** Which API call an exchange is. `other`: any other path below /v1/. */
export const exchangeKindSchema = z.enum(['messages', 'count_tokens', 'models', 'other']);
export type ExchangeKind = z.infer<typeof exchangeKindSchema>;

export const VERDICT_KINDS = ['deliver', 'retry-here', 'try-next', 'stop'] as const;
export const verdictKindSchema = z.enum(VERDICT_KINDS);
export type VerdictKind = z.infer<typeof verdictKindSchema>;

/** Token counts of one attempt or the sum over an exchange. Uncached input excludes cache reads and writes. */
export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  cacheWrite5mTokens: z.number().int().nonnegative(),
  cacheWrite1hTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** `estimated`: the stream was cut or the endpoint reported nothing, so output was derived from its length. */
  source: z.enum(['reported', 'estimated']),
});
export type Usage = z.infer<typeof usageSchema>;

export const attemptSchema = z.object({
  /** 1 for the first attempt of the exchange. */
  number: z.number().int().positive(),
  endpointId: z.string(),
  /** Name at the time, so that history stays readable after a rename or removal. */
  endpoint: z.string(),
  sentModel: z.string().nullable(),
  startedAtMs: z.number(),
  firstByteAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** HTTP status; null when there was no answer. */
  status: z.number().int().nullable(),
  /** Null while under way. */
  verdict: verdictKindSchema.nullable(),
  /** Rule of the failover policy behind the verdict, for example `refused` or `rate-limited`. */
  ruleId: z.string().nullable(),
  /** One sentence for people; never holds a credential. Of a delivered attempt: why it was not at an earlier endpoint. */
  reason: z.string().nullable(),
  /** Length of the rest that the verdict caused, ms; null: none; -1: until edited. */
  restMs: z.number().nullable(),
  /** The endpoint's own request id, if it named one. */
  upstreamRequestId: z.string().nullable(),
  usage: usageSchema.nullable(),
  /** Millionths of a US dollar; null: unpriced. */
  costMicroUsd: z.number().int().nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const exchangeSummarySchema = z.object({
  /** UUID version 7: sorts by start. */
  id: z.string(),
  startedAtMs: z.number(),
  firstByteAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  kind: exchangeKindSchema,
  method: z.string(),
  /** Path without the query. */
  path: z.string(),
  requestedModel: z.string().nullable(),
  family: familySchema.nullable(),
  isStream: z.boolean(),
  sessionId: z.string().nullable(),
  /** Product part of the user agent, for example `claude-cli/2.1.329`. */
  client: z.string().nullable(),
  /** Name of the local token that was used; null for none. */
  localToken: z.string().nullable(),
  /** Null while under way. */
  outcome: outcomeSchema.nullable(),
  /** Status that the client got; null while none was sent. */
  status: z.number().int().nullable(),
  /** One sentence about a failure; null on success. */
  error: z.string().nullable(),
  requestBytes: z.number().int().nonnegative(),
  responseBytes: z.number().int().nonnegative(),
  attemptCount: z.number().int().nonnegative(),
  /** Name of the endpoint of the last attempt; null while there is none. */
  endpoint: z.string().nullable(),
  sentModel: z.string().nullable(),
  usage: usageSchema.nullable(),
  /** Sum over priced attempts; null: none is priced. */
  costMicroUsd: z.number().int().nullable(),
  /** Attempts with usage but without a price, which the cost leaves out. */
  unpricedAttempts: z.int().nonnegative(),
});
export type ExchangeSummary = z.infer<typeof exchangeSummarySchema>;

export const exchangeDetailSchema = exchangeSummarySchema.extend({ attempts: z.array(attemptSchema) });
export type ExchangeDetail = z.infer<typeof exchangeDetailSchema>;

/** Longer than any id, name or usual part of a message. */
export const SEARCH_TEXT_MAX_LENGTH = 200;

/** Filters of the request list; absent means any. */
export const exchangeFilterSchema = z.object({
  /** Status class the client got: 2 for 2xx .. 5 for 5xx; or one exact status of three digits. */
  status: z.union([z.int().min(1).max(5), z.int().min(100).max(599)]).optional(),
  outcome: outcomeFilterSchema.optional(),
  /** Endpoint name of any attempt, exact. */
  endpoint: z.string().optional(),
  /** Part of the requested or sent model name. */
  model: z.string().optional(),
  kind: exchangeKindSchema.optional(),
  sessionId: z.string().optional(),
  /** Start of the exchange, Unix ms: from `sinceMs` on, before `untilMs`. */
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
  /**
   * Part of an id, session, path, model, endpoint, client, local token's name, error, or of an attempt's reason, rule or upstream
   * id, in any case of ASCII letters. When it is the beginning of an id (ID_TEXT_MIN_LENGTH), only that is looked for.
   */
  text: z.string().trim().min(1).max(SEARCH_TEXT_MAX_LENGTH).optional(),
});
export type ExchangeFilter = z.infer<typeof exchangeFilterSchema>;

export const exchangeListInputSchema = exchangeFilterSchema.extend({
  limit: z.int().min(1).max(200).default(50),
  /** `nextCursor` of the page before; absent: the newest page. */
  cursor: z.string().optional(),
});
export type ExchangeListInput = z.infer<typeof exchangeListInputSchema>;

/** A text at least this long that an id, session or upstream id begins with (in exactly these letters) finds by id alone. */
export const ID_TEXT_MIN_LENGTH = 8;

export const exchangePageSchema = z.object({
  /** May be fewer than asked for, and none, though more follow: a page is answered after some 10 ms. */
  items: z.array(exchangeSummarySchema),
  /** Null: nothing follows. */
  nextCursor: z.string().nullable(),
  /** Start (Unix ms) down to which was looked when the time was over; the next page goes on there. Null: the page is full or the last. */
  searchedToMs: z.number().nullable(),
});
export type ExchangePage = z.infer<typeof exchangePageSchema>;

/** How many exchanges a filter selects. `isExact` false: at least so many; counting on would have taken too long. */
export const exchangeCountSchema = z.object({ count: z.int().nonnegative(), isExact: z.boolean() });
export type ExchangeCount = z.infer<typeof exchangeCountSchema>;

export const EXPORT_FORMATS = ['csv', 'json'] as const;
export const exportFormatSchema = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exchangeExportInputSchema = exchangeFilterSchema.extend({
  format: exportFormatSchema,
  /** `nextCursor` of the part before; absent: the first part, which begins the file. */
  cursor: z.string().optional(),
  /** Sum of `rows` of the parts before. */
  rowsBefore: z.int().nonnegative().default(0),
});
export type ExchangeExportInput = z.infer<typeof exchangeExportInputSchema>;

/** A part of an exported list. The texts of all parts, one after the other, are the file. */
export const exchangeExportPartSchema = z.object({
  text: z.string(),
  rows: z.int().nonnegative(),
  /** Null: this was the last part. */
  nextCursor: z.string().nullable(),
  /** Start (Unix ms) of what was looked at last; null: nothing was. */
  reachedMs: z.number().nullable(),
});
export type ExchangeExportPart = z.infer<typeof exchangeExportPartSchema>;
