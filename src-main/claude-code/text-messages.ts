/** What goes to the thread of texts and comes back, with the schemas that both sides parse with. */
import { z } from 'zod';
import { APP_ERROR_CODES, AppError, REPAIRS } from '../../src-shared/app-error.ts';
import { MODEL_KEYS } from '../../src-shared/claude-keys.ts';
import { claudeDiffSchema } from '../../src-shared/schemas/status.ts';
import { journalSchema } from './journal.ts';
import { performTextTask, type TextTaskInput, type TextTaskName, type TextTaskOutput } from './text-tasks.ts';

/** Buffers arrive as the arrays that they are made of. */
const bytesSchema = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
const fileSchema = z.object({ file: z.string() });

const valuesSchema = z.object({
  baseUrl: z.string(),
  token: z.string(),
  apiTimeoutMs: z.number(),
  attributionHeader: z.boolean(),
  disableNonessentialTraffic: z.boolean(),
  experimentalBetas: z.boolean().optional(),
  agentTeams: z.boolean().optional(),
  commitAttribution: z.boolean().optional(),
  models: z.partialRecord(z.enum(MODEL_KEYS), z.string().nullable()).optional(),
});

const INPUTS: { readonly [K in TextTaskName]: z.ZodType<TextTaskInput<K>> } = {
  edit: fileSchema.extend({ bytes: bytesSchema.nullable(), edits: z.array(z.object({ path: z.array(z.string()), value: z.unknown() })) }),
  plan: fileSchema.extend({
    target: z.string(),
    current: bytesSchema.nullable(),
    earlier: journalSchema.nullable(),
    values: valuesSchema,
    instance: z.object({ id: z.string(), pid: z.number() }),
    nowMs: z.number(),
    missingFolders: z.array(z.string()),
  }),
  undo: fileSchema.extend({ current: bytesSchema.nullable(), journal: journalSchema }),
  describe: fileSchema.extend({ current: bytesSchema.nullable(), wanted: bytesSchema }),
  compare: fileSchema.extend({ before: bytesSchema, after: bytesSchema }),
  clean: fileSchema.extend({ bytes: bytesSchema }),
};

export const TEXT_OUTPUTS: { readonly [K in TextTaskName]: z.ZodType<TextTaskOutput<K>> } = {
  edit: bytesSchema,
  plan: z.object({
    target: z.string(),
    current: bytesSchema.nullable(),
    base: bytesSchema.nullable(),
    wanted: bytesSchema,
    journal: journalSchema,
    address: z.string().nullable(),
    proxyUrl: z.string().nullable(),
    unread: z.object({ what: z.enum(['a comment', 'a trailing comma']), line: z.number() }).nullable(),
  }),
  undo: bytesSchema.nullable(),
  describe: claudeDiffSchema,
  compare: z.string(),
  clean: bytesSchema,
};

const questionSchema = z.object({
  id: z.number().int(),
  task: z.enum(['edit', 'plan', 'undo', 'describe', 'compare', 'clean']),
  input: z.unknown(),
});
export type TextQuestion = z.infer<typeof questionSchema>;

/** `refused`: the file is at fault, or what was asked for. `failed`: we are. */
export const textAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), id: z.number().int(), output: z.unknown() }),
  z.object({
    kind: z.literal('refused'),
    id: z.number().int(),
    code: z.enum(APP_ERROR_CODES),
    message: z.string(),
    repair: z.enum(REPAIRS).nullable(),
  }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), message: z.string() }),
]);
export type TextAnswer = z.infer<typeof textAnswerSchema>;

/** On the thread of texts. */
export function answerTextQuestion(message: unknown): TextAnswer {
  const { id, task, input } = questionSchema.parse(message);
  try {
    return { kind: 'done', id, output: performed(task, input) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', id, code: error.code, message: error.message, repair: error.repair ?? null };
    return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

function performed<K extends TextTaskName>(task: K, input: unknown): TextTaskOutput<K> {
  return performTextTask(task, INPUTS[task].parse(input));
}
