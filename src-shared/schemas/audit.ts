/**
 * What was kept of an exchange's requests and answers, and how it is asked for. Credentials were taken out before anything
 * was stored, so nothing here needs a mask.
 */
import { z } from 'zod';

/**
 * The four messages of an exchange. `original`: what the client sent. `forwarded`: what an attempt sent to its endpoint.
 * `upstream`: what that endpoint answered. `delivered`: what the client got.
 */
export const auditPartSchema = z.enum(['original', 'forwarded', 'upstream', 'delivered']);
export type AuditPart = z.infer<typeof auditPartSchema>;

/** Names as received, repeated ones repeated, in their order. */
export const auditHeadersSchema = z.array(z.tuple([z.string(), z.string()]));
export type AuditHeaders = z.infer<typeof auditHeadersSchema>;

export const auditBodySchema = z.object({
  /** As it went over the wire, compressed if it was. */
  bytes: z.int().nonnegative(),
  /**
   * `whole`: all of it is kept. `cut`: only its beginning (a cap per body). `dropped`: nothing, there was too much at once.
   * `unreadable`: kept, but its compression cannot be undone. `unread`: all that was read of it is kept; the request was refused
   * or broke off before its end, perhaps before its first byte.
   */
  kept: z.enum(['whole', 'cut', 'dropped', 'unreadable', 'unread']),
  /** Of the readable text, UTF-8; 0 when nothing can be read. */
  textBytes: z.int().nonnegative(),
  /** As the header named it, for example `text/event-stream`; null: none. */
  contentType: z.string().nullable(),
});
export type AuditBody = z.infer<typeof auditBodySchema>;

export const auditMessageSchema = z.object({
  headers: auditHeadersSchema,
  /** Null: the message has none. */
  body: auditBodySchema.nullable(),
});
export type AuditMessage = z.infer<typeof auditMessageSchema>;

export const auditRequestSchema = auditMessageSchema.extend({
  method: z.string(),
  /** Path and query for `original`, the whole URL for `forwarded`; credentials taken out. */
  target: z.string(),
});
/** `status` null: none came. */
export const auditAnswerSchema = auditMessageSchema.extend({ status: z.int().nullable() });

export const auditAttemptSchema = z.object({
  /** As in the exchange's attempts: 1 for the first. */
  number: z.int().positive(),
  forwarded: auditRequestSchema,
  /** Null: no answer came. */
  upstream: auditAnswerSchema.nullable(),
});
export type AuditAttempt = z.infer<typeof auditAttemptSchema>;

export const auditRecordSchema = z.object({
  exchangeId: z.string(),
  original: auditRequestSchema,
  attempts: z.array(auditAttemptSchema),
  /** Null: the client left before anything was delivered. */
  delivered: auditAnswerSchema.nullable(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

/**
 * `none`: the audit was off, or this exchange was not audited. `expired`: older than what is kept, or dropped for size.
 * `dropped`: too much was under way at once. `pending`: the exchange is still running.
 */
export const auditViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept'), record: auditRecordSchema }),
  z.object({ kind: z.enum(['none', 'expired', 'dropped', 'pending']) }),
]);
export type AuditView = z.infer<typeof auditViewSchema>;

/** Characters of one answer: enough for most bodies at once, small enough to show without a stutter. */
export const AUDIT_TEXT_LIMIT = 256 * 1_024;

const bodyAddress = {
  exchangeId: z.string().min(1).max(64),
  part: auditPartSchema,
  /** Number of the attempt for `forwarded` and `upstream`; else null. */
  attempt: z.int().positive().nullable().default(null),
};

/** A part of a body as text: decompressed, UTF-8, cut between characters. Offsets are bytes of that text. */
export const auditTextInputSchema = z.object({
  ...bodyAddress,
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(AUDIT_TEXT_LIMIT).default(AUDIT_TEXT_LIMIT),
});
export type AuditTextInput = z.infer<typeof auditTextInputSchema>;
export const auditTextSchema = z.object({
  text: z.string(),
  offset: z.int().nonnegative(),
  /** Where to go on; null at the end. */
  nextOffset: z.int().nonnegative().nullable(),
  textBytes: z.int().nonnegative(),
});
export type AuditText = z.infer<typeof auditTextSchema>;

/** Where a word occurs in a body, in any case; so that one too large to load can be searched. */
export const auditFindInputSchema = z.object({ ...bodyAddress, text: z.string().min(1).max(200) });
export type AuditFindInput = z.infer<typeof auditFindInputSchema>;
export const auditFindSchema = z.object({
  /** Offsets of the first ones, at most 1,000. */
  offsets: z.array(z.int().nonnegative()),
  isMore: z.boolean(),
});
export type AuditFind = z.infer<typeof auditFindSchema>;

export const auditDaySchema = z.object({
  /** UTC, `2026-11-20`. */
  day: z.string(),
  exchanges: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
});
export const auditSizeSchema = z.object({ days: z.array(auditDaySchema), sizeBytes: z.int().nonnegative() });
export type AuditSize = z.infer<typeof auditSizeSchema>;
