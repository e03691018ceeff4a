/**
 * What we know of skills, as small JSON files in our own data folder, never inside a skill. A file that cannot be read is as good as
 * missing: the skill itself is what counts.
 */

import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { skillPlaceSchema, skillSourceSchema } from '../../src-shared/schemas/skills.ts';

const spotSchema = z.object({ place: skillPlaceSchema, skillsFolder: z.string(), folderName: z.string() });

/** What was installed where, and how it looked. */
export const installedSchema = spotSchema.extend({ source: skillSourceSchema, contentHash: z.string(), installedAtMs: z.number() });
export type Installed = z.infer<typeof installedSchema>;

export const disabledSchema = spotSchema.extend({ disabledAtMs: z.number() });
export type Disabled = z.infer<typeof disabledSchema>;

export const keptBackupSchema = spotSchema.extend({
  reason: z.enum(['removed', 'replaced', 'updated']),
  createdAtMs: z.number(),
  description: z.string().nullable(),
  sizeBytes: z.number(),
  installed: installedSchema.nullable(),
});
export type KeptBackup = z.infer<typeof keptBackupSchema>;

/**
 * A folder that lies outside the data folder for a moment, and what it is for: when the process ends meanwhile, the next start removes it,
 * and puts the backup back if the skill that it was to replace is gone.
 */
export const outsideSchema = z.object({
  folder: z.string(),
  swap: z.object({ target: z.string(), key: z.string(), backupId: z.string().nullable(), before: installedSchema.nullable() }).nullable(),
});
export type Outside = z.infer<typeof outsideSchema>;

/** Folders in the data folder's `skills`. */
export class KeptFolders {
  readonly installed: string;
  readonly disabled: string;
  readonly backups: string;
  /** Downloads and what was unpacked; emptied at each start. */
  readonly work: string;
  readonly outside: string;

  constructor(root: string) {
    this.installed = join(root, 'installed');
    this.disabled = join(root, 'disabled');
    this.backups = join(root, 'backups');
    this.work = join(root, 'work');
    this.outside = join(root, 'outside');
  }

  installedFile(key: string): string {
    return join(this.installed, `${key}.json`);
  }

  disabledFolder(key: string): string {
    return join(this.disabled, key);
  }

  backupFolder(id: string): string {
    return join(this.backups, id);
  }

  outsideFile(id: string): string {
    return join(this.outside, `${id}.json`);
  }
}

/** Beside a kept skill, which lies in the folder `skill`. */
export const ENTRY_FILE = 'entry.json';
export const KEPT_SKILL = 'skill';

/** Names of ours outside the data folder begin with this. Not in a skills folder, where Claude Code would see them. */
export const OUTSIDE_PREFIX = '.code-proxy-skills-';

/** Names the same skill folder, whether or not it is enabled. */
export function spotKey(skillsFolder: string, folderName: string): string {
  return createHash('sha256').update(`${skillsFolder}\0${folderName}`).digest('hex').slice(0, 32);
}

export function randomId(): string {
  return randomBytes(8).toString('hex');
}

const ID = /^[0-9a-z-]{1,64}$/;

/** Ids come back from callers, and become parts of paths. */
export function isId(id: string): boolean {
  return ID.test(id);
}
