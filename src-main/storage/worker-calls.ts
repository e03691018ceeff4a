/**
 * The closed lists of what the two storage workers can be asked, with the schemas of questions and answers. Both sides
 * parse with these: the worker what it is asked, the caller what it is answered.
 */
import { z } from 'zod';
import { APP_ERROR_CODES } from '../../src-shared/app-error.ts';
import { endpointViewSchema, restScopeSchema } from '../../src-shared/schemas/endpoint.ts';
import {
  attemptSchema,
  exchangeCountSchema,
  exchangeDetailSchema,
  exchangeExportInputSchema,
  exchangeExportPartSchema,
  exchangeFilterSchema,
  exchangeListInputSchema,
  exchangePageSchema,
  exchangeSummarySchema,
} from '../../src-shared/schemas/exchange.ts';
import { mcpScopeSchema } from '../../src-shared/schemas/mcp.ts';
import { recalculationSchema, tokenPricesSchema } from '../../src-shared/schemas/pricing.ts';
import {
  usageBreakdownInputSchema,
  usageBreakdownSchema,
  usageHoursInputSchema,
  usageHoursSchema,
  usageInputSchema,
  usageOverviewInputSchema,
  usageOverviewSchema,
  usageReportSchema,
  usageSeriesInputSchema,
  usageSeriesSchema,
} from '../../src-shared/schemas/usage.ts';
import { sealedTextSchema } from './sealed-columns.ts';

/** As configuration/ports.ts wants endpoints kept. */
export const storedEndpointSchema = endpointViewSchema.omit({ credentialMask: true }).extend({
  sealedCredential: z.string().nullable(),
  revision: z.number().int(),
  removedAtMs: z.number().nullable(),
});
export type StoredEndpointRecord = z.infer<typeof storedEndpointSchema>;

/** As configuration/ports.ts wants tokens kept. */
export const storedTokenSchema = z.object({
  name: z.string(),
  kind: z.enum(['start', 'named']),
  hash: z.string(),
  tail: z.string(),
  createdAtMs: z.number(),
  lastUsedAtMs: z.number().nullable(),
  expiresAtMs: z.number().nullable(),
});
export type StoredTokenRecord = z.infer<typeof storedTokenSchema>;

/** As configuration/ports.ts wants the user's changes to the failover policy kept. */
export const storedRulesSchema = z.object({
  rules: z.array(z.object({ id: z.string(), isEnabled: z.boolean(), format: z.number().int(), rule: z.string() })),
  off: z.array(z.string()),
});
export type StoredRulesRecord = z.infer<typeof storedRulesSchema>;

/** As mcp/kept-servers.ts wants switched-off MCP servers kept. */
export const storedMcpServerSchema = z.object({
  id: z.string(),
  scope: mcpScopeSchema,
  name: z.string(),
  sealedEntry: z.string(),
  switchedOffAtMs: z.number(),
});
export type StoredMcpServerRecord = z.infer<typeof storedMcpServerSchema>;

/** As proxy/rest-port.ts wants rests kept. */
export const storedRestSchema = z.object({
  endpointId: z.string(),
  model: z.string().nullable(),
  scope: restScopeSchema,
  revision: z.number().int(),
  ruleId: z.string(),
  reason: z.string(),
  cause: z.string(),
  startedAtMs: z.number(),
  untilMs: z.number().nullable(),
  restMs: z.number().nullable(),
  probeEveryMs: z.number().nullable(),
  isHard: z.boolean(),
  failureStreak: z.number().int(),
});
export type StoredRestRecord = z.infer<typeof storedRestSchema>;

/** All rests of one endpoint; empty: it has none any more. */
const restChangeSchema = z.object({ endpointId: z.string(), rests: z.array(storedRestSchema.omit({ endpointId: true })) });
export type RestChangeRecord = z.infer<typeof restChangeSchema>;

/** One step of an exchange, as the recorder hands it on. Steps of one exchange arrive in their order. */
export const recordSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('started'), exchange: exchangeSummarySchema }),
  z.object({ step: z.literal('attempted'), exchangeId: z.string(), attempt: attemptSchema }),
  z.object({ step: z.literal('finished'), exchange: exchangeSummarySchema, attempts: z.array(attemptSchema) }),
]);
export type ExchangeRecord = z.infer<typeof recordSchema>;

const exchangePlaceSchema = z.object({ startedAtMs: z.number(), seq: z.number().int() });

/** What attempts of these models at these endpoints cost now. Others are left alone. */
export const repricingInputSchema = z.object({
  sinceMs: z.number(),
  untilMs: z.number(),
  /** Where the slice before ended; left out: the first. */
  after: exchangePlaceSchema.optional(),
  /** `prices` null: unpriced. */
  models: z.array(z.object({ model: z.string(), prices: tokenPricesSchema.nullable() })),
  endpoints: z.array(z.object({ id: z.string(), multiplier: z.number() })),
});
export type RepricingInput = z.infer<typeof repricingInputSchema>;

export const repricingSliceSchema = recalculationSchema.omit({ isDryRun: true }).extend({ next: exchangePlaceSchema.nullable() });
export type RepricingSlice = z.infer<typeof repricingSliceSchema>;

const nothing = z.null();

export const WRITER_CALLS = {
  /** Opens or creates the file; rows left open by an earlier run become `interrupted`. */
  open: { input: z.object({ file: z.string(), nowMs: z.number() }), output: z.object({ interrupted: z.number().int() }) },
  /** Committed when answered. `refused`: records that can never be stored, with the reason. */
  record: {
    // Each record is parsed on its own, so that one bad record does not take its neighbours with it.
    input: z.object({ records: z.array(z.unknown()) }),
    output: z.object({ refused: z.array(z.object({ exchangeId: z.string(), reason: z.string() })) }),
  },
  loadEndpoints: { input: nothing, output: z.array(storedEndpointSchema) },
  writeEndpoints: { input: z.object({ upsert: z.array(storedEndpointSchema), remove: z.array(z.string()) }), output: nothing },
  loadTokens: { input: nothing, output: z.array(storedTokenSchema) },
  writeTokens: { input: z.object({ upsert: z.array(storedTokenSchema), remove: z.array(z.string()) }), output: nothing },
  /** Everything that is sealed with the data key. */
  sealedTexts: { input: nothing, output: z.array(sealedTextSchema) },
  loadMcpServers: { input: nothing, output: z.array(storedMcpServerSchema) },
  writeMcpServers: { input: z.object({ upsert: z.array(storedMcpServerSchema), remove: z.array(z.string()) }), output: nothing },
  loadRules: { input: nothing, output: storedRulesSchema },
  writeRules: { input: storedRulesSchema, output: nothing },
  loadRests: { input: nothing, output: z.array(storedRestSchema) },
  writeRests: { input: z.object({ changes: z.array(restChangeSchema) }), output: nothing },
  /** Deletes one slice of ended exchanges that started earlier. Ask again until `deleted` is 0. */
  prune: { input: z.object({ beforeMs: z.number() }), output: z.object({ deleted: z.number().int() }) },
  /** Sums up a few days that are over. Ask again until `isDone`. */
  sumUpDays: { input: z.object({ nowMs: z.number() }), output: z.object({ isDone: z.boolean() }) },
  /** Prices one slice of ended exchanges anew, sums included. Ask again from `next` on until it is null. */
  reprice: { input: repricingInputSchema, output: repricingSliceSchema },
  close: { input: nothing, output: nothing },
} as const;

export const READER_CALLS = {
  open: { input: z.object({ file: z.string() }), output: nothing },
  list: { input: exchangeListInputSchema, output: exchangePageSchema },
  count: { input: exchangeFilterSchema, output: exchangeCountSchema },
  /** Made into text by the reader: the relaying thread hands on one string instead of five hundred rows. */
  exportPart: { input: exchangeExportInputSchema, output: exchangeExportPartSchema },
  get: { input: z.object({ id: z.string() }), output: exchangeDetailSchema.nullable() },
  usageReport: { input: usageInputSchema, output: usageReportSchema },
  usageOverview: { input: usageOverviewInputSchema, output: usageOverviewSchema },
  usageSeries: { input: usageSeriesInputSchema, output: usageSeriesSchema },
  usageHours: { input: usageHoursInputSchema, output: usageHoursSchema },
  usageBreakdown: { input: usageBreakdownInputSchema, output: usageBreakdownSchema },
  /** What `reprice` would change. */
  countRepricing: { input: repricingInputSchema, output: repricingSliceSchema },
  close: { input: nothing, output: nothing },
} as const;

/** Bound of the type of a call table, such as the two above. */
export type CallTable<T> = { readonly [K in keyof T]: { readonly input: z.ZodType; readonly output: z.ZodType } };
export type CallInput<T extends CallTable<T>, K extends keyof T> = z.input<T[K]['input']>;
export type CallOutput<T extends CallTable<T>, K extends keyof T> = z.output<T[K]['output']>;

/** Schema.parse whose result type follows a generic schema. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return schema.parse(value);
}

/** `id` links an answer to its question. */
export const questionSchema = z.object({ id: z.number().int(), call: z.string(), input: z.unknown() });

export const answerSchema = z.discriminatedUnion('isOk', [
  z.object({ id: z.number().int(), isOk: z.literal(true), output: z.unknown() }),
  z.object({ id: z.number().int(), isOk: z.literal(false), error: z.object({ code: z.enum(APP_ERROR_CODES), message: z.string() }) }),
]);
export type Answer = z.infer<typeof answerSchema>;
