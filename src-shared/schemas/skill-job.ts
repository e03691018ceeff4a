/**
 * Work on skills that takes time, as jobs that are asked about by id: finding skills in a source and installing some of them, and
 * looking for updates and applying some. A job waits for its next command in the phase `choosing`; nothing has landed by then.
 */
import { z } from 'zod';
import { skillProblemSchema } from './skill-problem.ts';
import { skillCandidateSchema, skillPlaceSchema, skillRefSchema, skillSourceSchema } from './skills.ts';

/** Largest part of an upload; as base64 it fits into one request to the admin router. */
export const UPLOAD_PART_BYTES = 524_288;
/** Largest archive that is taken, uploaded or downloaded. */
export const SKILL_ARCHIVE_BYTES = 134_217_728;

const jobIdSchema = z.string().min(1).max(64);
export const skillJobIdInputSchema = z.object({ id: jobIdSchema });

/** `text`: owner/repo, or an address on GitHub, also of a branch and a folder in it. `path`s are absolute and on this machine. */
export const skillInstallSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('github'), text: z.string().trim().min(1, 'a repository is needed').max(2_000) }),
  z.object({ kind: z.literal('zip'), path: z.string().min(1, 'a file is needed').max(4_096) }),
  z.object({ kind: z.literal('upload'), uploadId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1, 'a folder is needed').max(4_096) }),
]);
export type SkillInstallSource = z.infer<typeof skillInstallSourceSchema>;

/** `projects`: further places to look for skills of the same name in. */
export const skillFindInputSchema = z.object({
  source: skillInstallSourceSchema,
  projects: z.array(z.string().min(1).max(4_096)).max(100).default([]),
});
export type SkillFindInput = z.infer<typeof skillFindInputSchema>;

/** `path` names the candidate. `replace`: a skill of that folder name goes to the backups; without it the selection is refused. */
export const skillSelectionSchema = z.object({
  path: z.string().max(4_096),
  folderName: z.string().min(1).max(255).optional(),
  replace: z.boolean().default(false),
});
export type SkillSelection = z.infer<typeof skillSelectionSchema>;
export const skillChooseInputSchema = z.object({
  id: jobIdSchema,
  place: skillPlaceSchema,
  selections: z.array(skillSelectionSchema).min(1, 'nothing was chosen').max(500),
});
export type SkillChooseInput = z.infer<typeof skillChooseInputSchema>;

/** Null: all that have a source. */
export const skillCheckInputSchema = z.object({
  refs: z.array(skillRefSchema).max(500).nullable().default(null),
  projects: z.array(z.string().min(1).max(4_096)).max(100).default([]),
});
export type SkillCheckInput = z.infer<typeof skillCheckInputSchema>;
/** `refs`: of the job's updates. Local changes are only overwritten when asked for; a backup is kept in any case. */
export const skillUpdateInputSchema = z.object({
  id: jobIdSchema,
  refs: z.array(skillRefSchema).min(1, 'nothing was chosen').max(500),
  overwriteChanges: z.boolean().default(false),
});
export type SkillUpdateInput = z.infer<typeof skillUpdateInputSchema>;

export const skillUpdateSchema = z.object({
  ref: skillRefSchema,
  /** `gone`: the source is there, the skill is no longer in it. `failed`: the problem says why. */
  state: z.enum(['current', 'available', 'gone', 'failed']),
  problem: skillProblemSchema.nullable(),
  hasLocalChanges: z.boolean(),
  /** Files that an update would change, add or remove; 0 unless available. */
  changedFiles: z.number().int(),
  /** What would be installed; null unless available or current. */
  source: skillSourceSchema.nullable(),
});
export type SkillUpdate = z.infer<typeof skillUpdateSchema>;

/** `text`: a unified diff; null: not text, or too much of it. */
export const skillDiffSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['added', 'changed', 'removed']),
      text: z.string().nullable(),
      beforeBytes: z.number(),
      afterBytes: z.number(),
    }),
  ),
  /** There are more files than are listed. */
  isCut: z.boolean(),
});
export type SkillDiff = z.infer<typeof skillDiffSchema>;

export const SKILL_JOB_PHASES = ['downloading', 'checking', 'choosing', 'installing', 'done', 'failed', 'cancelled'] as const;
export const skillJobSchema = z.object({
  id: z.string(),
  kind: z.enum(['install', 'update']),
  phase: z.enum(SKILL_JOB_PHASES),
  /** What was asked for, for people: owner/repo, a file, a folder. Empty for a search for updates. */
  title: z.string(),
  /** Of the download, or of what is unpacked or copied. */
  doneBytes: z.number(),
  /** Null: not known. */
  totalBytes: z.number().nullable(),
  /** Install: what was found. Filled from `choosing` on. */
  candidates: z.array(skillCandidateSchema),
  /** Update: what was found out. Filled from `choosing` on. */
  updates: z.array(skillUpdateSchema),
  /** Of each selection, once it is known. `ref` is null when it failed. */
  results: z.array(z.object({ path: z.string(), folderName: z.string(), ref: skillRefSchema.nullable(), problem: skillProblemSchema.nullable() })),
  /** Why it failed as a whole. */
  problem: skillProblemSchema.nullable(),
  startedAtMs: z.number(),
});
export type SkillJob = z.infer<typeof skillJobSchema>;

/** What changes often, for the feed; at most 4 a second per job. */
export const skillJobProgressSchema = skillJobSchema.pick({ id: true, phase: true, doneBytes: true, totalBytes: true });
export type SkillJobProgress = z.infer<typeof skillJobProgressSchema>;

export const skillUploadInputSchema = z.object({ name: z.string().min(1).max(255), sizeBytes: z.int().min(1, 'the file is empty') });
export const skillUploadSchema = z.object({ uploadId: z.string() });
/** Parts follow each other without gaps. */
export const skillUploadPartSchema = z.object({
  uploadId: z.string().min(1).max(64),
  offset: z.int().min(0),
  base64: z.base64('must be base64').max(Math.ceil(UPLOAD_PART_BYTES / 3) * 4, `at most ${UPLOAD_PART_BYTES} bytes`),
});

export const skillCandidateInputSchema = z.object({ id: jobIdSchema, path: z.string().max(4_096) });
export const skillDiffInputSchema = z.object({ id: jobIdSchema, ref: skillRefSchema });
