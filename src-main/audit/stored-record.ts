/** What a day's database holds of an exchange, beside the bodies themselves: parsed when it is read back. */
import { z } from 'zod';
import { auditBodySchema, auditHeadersSchema } from '../../src-shared/schemas/audit.ts';

/**
 * Where the text of a body lies, in order: a stretch of a stored body (number of the body within its exchange, first byte, byte
 * after the last), or a few bytes of its own in base64. A body that equals another one in all but a few bytes costs nothing.
 */
export const storedPartSchema = z.union([z.tuple([z.int(), z.int(), z.int()]), z.string()]);
export type StoredPart = z.infer<typeof storedPartSchema>;

export const storedBodySchema = auditBodySchema.extend({ parts: z.array(storedPartSchema) });
export type StoredBody = z.infer<typeof storedBodySchema>;

const message = { headers: auditHeadersSchema, body: storedBodySchema.nullable() };
export const storedRequestSchema = z.object({ ...message, method: z.string(), target: z.string() });
export const storedAnswerSchema = z.object({ ...message, status: z.int().nullable() });

export const storedRecordSchema = z.object({
  original: storedRequestSchema,
  attempts: z.array(z.object({ number: z.int(), forwarded: storedRequestSchema, upstream: storedAnswerSchema.nullable() })),
  delivered: storedAnswerSchema.nullable(),
});
export type StoredRecord = z.infer<typeof storedRecordSchema>;
