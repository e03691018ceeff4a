/** What the relaying thread and the audit's own thread say to each other; both sides parse. */
import { z } from 'zod';
import { APP_ERROR_CODES } from '../../src-shared/app-error.ts';
import {
  auditFindInputSchema,
  auditFindSchema,
  auditSizeSchema,
  auditTextInputSchema,
  auditTextSchema,
  auditViewSchema,
} from '../../src-shared/schemas/audit.ts';

const id = z.string();
const rawHeaders = z.array(z.string());
const count = z.int().nonnegative();

/** A stretch of the original body, or bytes of its own with some of what stands before and behind them, to be searched together. */
const pieceSchema = z.union([z.object({ from: count, to: count }), z.object({ before: count, bytes: count, behind: count })]);
export type SplicePiece = z.infer<typeof pieceSchema>;

/** Whose body: numbers of attempts are those of the exchange. */
const bodyPartSchema = z.enum(['original', 'forwarded', 'upstream', 'delivered']);
export type BodyPart = z.infer<typeof bodyPartSchema>;

/** What happened, in order. Bytes lie behind each other in the batch's buffer, in the order of the events that count them. */
export const auditEventSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('begun'), id, startedAtMs: z.number(), method: z.string(), target: z.string(), headers: rawHeaders }),
  z.object({ is: z.literal('forwarded'), id, method: z.string(), target: z.string(), headers: rawHeaders, splice: z.array(pieceSchema).nullable() }),
  z.object({ is: z.literal('answered'), id, status: z.int(), headers: rawHeaders }),
  z.object({ is: z.literal('delivered'), id, status: z.int(), headers: rawHeaders }),
  /** So many bytes of the last attempt's answer went to the client as they came. */
  z.object({ is: z.literal('relayed'), id, bytes: count }),
  /** `bytes` came with this batch; `missing` followed and did not. */
  z.object({ is: z.literal('body'), id, part: bodyPartSchema, bytes: count, missing: count, why: z.enum(['cut', 'dropped']) }),
  /** The original body has an end that was not read. */
  z.object({ is: z.literal('unread'), id }),
  z.object({ is: z.literal('ended'), id }),
]);
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const AUDIT_CALLS = {
  get: { input: z.object({ id }), output: auditViewSchema },
  text: { input: auditTextInputSchema, output: auditTextSchema },
  find: { input: auditFindInputSchema, output: auditFindSchema },
  size: { input: z.null(), output: auditSizeSchema },
  deleteAll: { input: z.object({ nowMs: z.number() }), output: auditSizeSchema },
  /** Takes away what is too old or too much. */
  expire: { input: z.object({ nowMs: z.number(), keepDays: count, maxSizeBytes: count }), output: z.object({ removed: z.array(z.string()) }) },
  /** Commits and closes all files. */
  close: { input: z.null(), output: z.null() },
} as const;
export type AuditCalls = typeof AUDIT_CALLS;
export type AuditCallName = keyof AuditCalls;

export const toWorkerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), folder: z.string(), isRedacting: z.boolean() }),
  z.object({ kind: z.literal('secrets'), literals: z.array(z.string()), patterns: z.array(z.string()) }),
  z.object({
    kind: z.literal('batch'),
    nowMs: z.number(),
    maxSizeBytes: count,
    bytes: z.instanceof(Uint8Array),
    events: z.array(auditEventSchema),
  }),
  z.object({ kind: z.literal('question'), id: z.int(), call: z.string(), input: z.unknown() }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const fromWorkerSchema = z.discriminatedUnion('kind', [
  /** A batch was worked through; `memory`: where it lay, when that is to be used again. */
  z.object({ kind: z.literal('taken'), memory: z.instanceof(ArrayBuffer).nullable() }),
  /** Bytes of bodies that are no longer in the worker's memory. */
  z.object({ kind: z.literal('done'), bytes: count }),
  /** What people should know: why nothing is kept (null: it is again), or that a file was put aside. */
  z.object({ kind: z.literal('fault'), fault: z.string().nullable() }),
  z.object({ kind: z.literal('notice'), message: z.string() }),
  z.object({ kind: z.literal('answer'), id: z.int(), output: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id: z.int(), code: z.enum(APP_ERROR_CODES), message: z.string() }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
