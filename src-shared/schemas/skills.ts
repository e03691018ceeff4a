/**
 * Skills of Claude Code: folders with a SKILL.md, for one user or for one project. Where they lie, what is in them, where they came
 * from, and what was found wrong with one.
 */
import { z } from 'zod';
import { skillProblemSchema } from './skill-problem.ts';

const absolutePathSchema = z.string().min(1, 'a folder is needed').max(4_096, 'longer than 4096 characters');

/** `folder` is one of Claude Code's own folders; `project` is the folder that a project's `.claude` lies in. Both absolute. */
export const skillPlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), folder: absolutePathSchema }),
  z.object({ kind: z.literal('project'), project: absolutePathSchema }),
]);
export type SkillPlace = z.infer<typeof skillPlaceSchema>;

/** Names one skill, enabled or not. */
export const skillRefSchema = z.object({ place: skillPlaceSchema, folderName: z.string().min(1, 'a skill is needed').max(255) });
export type SkillRef = z.infer<typeof skillRefSchema>;

/** Where an installed skill came from. Paths inside a source use `/`; '' is its top. */
export const skillSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('github'),
    owner: z.string(),
    repo: z.string(),
    /** Branch or tag; null: the repository's default branch. */
    ref: z.string().nullable(),
    /** What was installed, in hexadecimal. */
    commit: z.string(),
    path: z.string(),
  }),
  /** `file`: where the archive lay on this machine; null: it was uploaded. */
  z.object({ kind: z.literal('zip'), name: z.string(), file: z.string().nullable(), path: z.string() }),
  z.object({ kind: z.literal('folder'), folder: z.string(), path: z.string() }),
]);
export type SkillSource = z.infer<typeof skillSourceSchema>;

/** What the front matter says. All of it is optional for Claude Code. */
const skillHeadSchema = z.object({
  /** Null: the front matter names none, and Claude Code shows the folder's name. */
  name: z.string().nullable(),
  /** Of the front matter, else the first line of text; null: there is neither. */
  description: z.string().nullable(),
  allowedTools: z.array(z.string()),
  /** `disable-model-invocation`: only the user can call it, as `/name`. */
  isHiddenFromModel: z.boolean(),
});

const skillSizeSchema = z.object({ sizeBytes: z.number(), fileCount: z.number().int() });

export const skillViewSchema = skillHeadSchema.extend(skillSizeSchema.shape).extend({
  place: skillPlaceSchema,
  folderName: z.string(),
  /** Where it lies now. */
  path: z.string(),
  isEnabled: z.boolean(),
  /** The folder is a symbolic link to somewhere else. */
  isLink: z.boolean(),
  /** Null: it was not installed by us. */
  source: skillSourceSchema.nullable(),
  installedAtMs: z.number().nullable(),
  /** Of all names and contents; null: it could not be read whole. */
  contentHash: z.string().nullable(),
  /** Since we installed or updated it. */
  hasLocalChanges: z.boolean(),
  /** Why Claude Code cannot use it, or not as meant; empty: all is well. */
  problems: z.array(skillProblemSchema),
});
export type SkillView = z.infer<typeof skillViewSchema>;

/** A place that was looked at. */
export const skillPlaceViewSchema = z.object({
  place: skillPlaceSchema,
  skillsFolder: z.string(),
  /** The user folder that Claude Code uses when started in our environment. */
  isDefault: z.boolean(),
  /** Whether the skills folder is there. */
  exists: z.boolean(),
  /** Null: it could be read. */
  problem: skillProblemSchema.nullable(),
});
export type SkillPlaceView = z.infer<typeof skillPlaceViewSchema>;

/** `projects`: folders to look at beside those that Claude Code or we know of. */
export const skillListInputSchema = z.object({ projects: z.array(absolutePathSchema).max(100).default([]) });
export type SkillListInput = z.infer<typeof skillListInputSchema>;
export const skillListSchema = z.object({
  places: z.array(skillPlaceViewSchema),
  /** In the order of places, then by folder name. */
  items: z.array(skillViewSchema),
});
export type SkillList = z.infer<typeof skillListSchema>;

export const skillFileSchema = z.object({ path: z.string(), sizeBytes: z.number(), isExecutable: z.boolean() });
/** SKILL.md as it is, and what lies beside it. */
export const skillTextSchema = z.object({
  /** At most 256 KiB of it. */
  text: z.string(),
  /** `text` without the front matter. */
  body: z.string(),
  isCut: z.boolean(),
  /** Sorted; at most 2,000 of them. */
  files: z.array(skillFileSchema),
  fileCount: z.number().int(),
});
export type SkillText = z.infer<typeof skillTextSchema>;

/** A command (`/name`) or agent of Claude Code's: one Markdown file each. Only looked at. */
export const skillExtraSchema = z.object({
  kind: z.enum(['command', 'agent']),
  place: skillPlaceSchema,
  name: z.string(),
  description: z.string().nullable(),
  path: z.string(),
  sizeBytes: z.number(),
});
export type SkillExtra = z.infer<typeof skillExtraSchema>;

/** A skill that was removed or replaced. */
export const skillBackupSchema = z.object({
  id: z.string(),
  place: skillPlaceSchema,
  folderName: z.string(),
  description: z.string().nullable(),
  reason: z.enum(['removed', 'replaced', 'updated']),
  createdAtMs: z.number(),
  sizeBytes: z.number(),
  source: skillSourceSchema.nullable(),
});
export type SkillBackup = z.infer<typeof skillBackupSchema>;

/** A skill found in a source, before anything was installed. */
export const skillCandidateSchema = skillHeadSchema.extend(skillSizeSchema.shape).extend({
  /** Folder inside the source; '' is its top. Names the candidate. */
  path: z.string(),
  /** What its folder would be called. */
  folderName: z.string(),
  /** Files that the system would run: what the user should look at. */
  executableCount: z.number().int(),
  contentHash: z.string(),
  /** It cannot be installed because of these; empty: it can. */
  problems: z.array(skillProblemSchema),
  /** Places that have a skill of that folder name, disabled ones included. */
  existsIn: z.array(skillPlaceSchema),
});
export type SkillCandidate = z.infer<typeof skillCandidateSchema>;

export const skillSwitchSchema = z.object({ ref: skillRefSchema, isEnabled: z.boolean() });
export const skillBackupIdInputSchema = z.object({ id: z.string().min(1).max(64) });
/** `replace`: a skill that lies there meanwhile goes to the backups itself. */
export const skillRestoreInputSchema = skillBackupIdInputSchema.extend({ replace: z.boolean().default(false) });
