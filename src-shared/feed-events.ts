/**
 * Events of the one feed that every user interface reads. A cursor is `<instance id>:<n>`; an unknown or too old one is
 * answered by a single `reset`, upon which the reader asks its questions again.
 */
import { z } from 'zod';
import { endpointWithStateSchema } from './schemas/endpoint.ts';
import { attemptSchema, exchangeSummarySchema } from './schemas/exchange.ts';
import { appSettingsSchema } from './schemas/settings.ts';
import { skillJobProgressSchema } from './schemas/skill-job.ts';
import { claudeSettingsStateSchema, proxyStateSchema } from './schemas/status.ts';

/** For people: failover, an endpoint back, all endpoints down. Rate limited. */
export const noticeEventSchema = z.object({
  type: z.literal('notice'),
  level: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  values: z.record(z.string(), z.string()),
});

export const feedEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('exchange-started'), exchange: exchangeSummarySchema }),
  /** An attempt began or was judged. */
  z.object({ type: z.literal('attempt-changed'), exchangeId: z.string(), attempt: attemptSchema }),
  /** Progress of a stream; merged to at most 4 a second per exchange. Output tokens are an estimate until the end. */
  z.object({ type: z.literal('exchange-progress'), exchangeId: z.string(), responseBytes: z.number(), outputTokens: z.number() }),
  z.object({ type: z.literal('exchange-finished'), exchange: exchangeSummarySchema }),
  /** The whole list, in order, whenever an endpoint or its state changed. */
  z.object({ type: z.literal('endpoints-changed'), endpoints: z.array(endpointWithStateSchema) }),
  z.object({ type: z.literal('proxy-changed'), proxy: proxyStateSchema }),
  z.object({ type: z.literal('settings-changed'), settings: appSettingsSchema }),
  z.object({ type: z.literal('claude-changed'), claude: claudeSettingsStateSchema }),
  /** Another file or folder of Claude Code's than the settings of the one in use: backups, switches, further folders. */
  z.object({ type: z.literal('claude-files-changed') }),
  z.object({ type: z.literal('tokens-changed') }),
  /** The failover rules: a rule was added, changed, moved, switched or removed. */
  z.object({ type: z.literal('rules-changed') }),
  /** MCP servers: one was added, changed, switched or removed by us. */
  z.object({ type: z.literal('mcp-changed') }),
  /** Skills or their backups: one was installed, updated, switched, removed or put back. */
  z.object({ type: z.literal('skills-changed') }),
  /** A job on skills went on; at most 4 a second per job. */
  z.object({ type: z.literal('skill-job'), job: skillJobProgressSchema }),
  noticeEventSchema,
]);
export type FeedEvent = z.infer<typeof feedEventSchema>;
export type FeedEventOf<T extends FeedEvent['type']> = Extract<FeedEvent, { type: T }>;
