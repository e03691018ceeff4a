/**
 * What the thread of skills can be asked, with the schemas of questions and answers, which both sides parse with. Everything that reads,
 * hashes or writes many files happens there, so that the thread that relays never waits for a disk.
 */
import { z } from 'zod';
import { skillDiffSchema } from '../../src-shared/schemas/skill-job.ts';
import { skillProblemSchema } from '../../src-shared/schemas/skill-problem.ts';
import { skillCandidateSchema, skillTextSchema } from '../../src-shared/schemas/skills.ts';
import { UNPACK_LIMITS } from './limits.ts';

const foundSkillSchema = skillCandidateSchema
  .pick({
    folderName: true,
    name: true,
    description: true,
    allowedTools: true,
    isHiddenFromModel: true,
    sizeBytes: true,
    fileCount: true,
    problems: true,
  })
  .extend({ path: z.string(), isLink: z.boolean(), contentHash: z.string().nullable() });
export type FoundSkillRecord = z.infer<typeof foundSkillSchema>;

const foundExtraSchema = z.object({ name: z.string(), description: z.string().nullable(), path: z.string(), sizeBytes: z.number() });

const limitsSchema = z.object({
  totalBytes: z.number(),
  fileBytes: z.number(),
  entries: z.number(),
  depth: z.number(),
  pathBytes: z.number(),
  passedBytes: z.number(),
  passedEntries: z.number(),
});

const unpackedCandidateSchema = skillCandidateSchema.omit({ existsIn: true });
export type UnpackedCandidate = z.infer<typeof unpackedCandidateSchema>;

export const SKILL_TASKS = {
  /** `hashed`: names of the folders whose content hash is wanted. */
  list: {
    input: z.array(z.object({ skillsFolder: z.string(), hashed: z.array(z.string()) })),
    output: z.array(z.object({ exists: z.boolean(), problem: skillProblemSchema.nullable(), skills: z.array(foundSkillSchema) })),
  },
  look: { input: z.array(z.string()), output: z.array(foundSkillSchema) },
  read: { input: z.object({ folder: z.string() }), output: skillTextSchema },
  extras: { input: z.array(z.string()), output: z.array(z.array(foundExtraSchema)) },
  /** `to` must not exist. What is in it after a refusal is the caller's to remove. `stripped`: first parts of names that are cut off. */
  unpack: {
    input: z.object({
      kind: z.enum(['tar', 'zip', 'folder']),
      from: z.string(),
      to: z.string(),
      under: z.string(),
      stripped: z.number(),
      sourceName: z.string(),
      limits: limitsSchema.default({ ...UNPACK_LIMITS }),
    }),
    output: z.array(unpackedCandidateSchema),
  },
  diff: { input: z.object({ before: z.string(), after: z.string() }), output: skillDiffSchema },
  countChanges: { input: z.object({ before: z.string(), after: z.string() }), output: z.number() },
  /** On the disk when answered. */
  copy: { input: z.object({ from: z.string(), to: z.string(), isWhole: z.boolean() }), output: z.null() },
} as const;

export type SkillTaskName = keyof typeof SKILL_TASKS;
export type SkillTaskInput<K extends SkillTaskName> = z.input<(typeof SKILL_TASKS)[K]['input']>;
export type SkillTaskOutput<K extends SkillTaskName> = z.output<(typeof SKILL_TASKS)[K]['output']>;
/** Typed per task, so that the answer of a task named by a variable has that task's type. */
export const TASK_OUTPUTS: { readonly [K in SkillTaskName]: z.ZodType<SkillTaskOutput<K>> } = {
  list: SKILL_TASKS.list.output,
  look: SKILL_TASKS.look.output,
  read: SKILL_TASKS.read.output,
  extras: SKILL_TASKS.extras.output,
  unpack: SKILL_TASKS.unpack.output,
  diff: SKILL_TASKS.diff.output,
  countChanges: SKILL_TASKS.countChanges.output,
  copy: SKILL_TASKS.copy.output,
};

export const taskQuestionSchema = z.object({
  id: z.number().int(),
  task: z.enum(['list', 'look', 'read', 'extras', 'unpack', 'diff', 'countChanges', 'copy']),
  input: z.unknown(),
});

/** `refused`: the source is at fault, and the problem says how. `failed`: the system or we are. */
export const taskAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.number().int(), doneBytes: z.number() }),
  z.object({ kind: z.literal('done'), id: z.number().int(), output: z.unknown() }),
  z.object({ kind: z.literal('refused'), id: z.number().int(), problem: skillProblemSchema }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), code: z.string().nullable(), message: z.string() }),
]);
export type TaskAnswer = z.infer<typeof taskAnswerSchema>;
