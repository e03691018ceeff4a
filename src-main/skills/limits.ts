/** How much a source of skills may hold. Skills are texts with a few scripts: what is larger is a mistake or an attack. */
import { BYTES_PER_KIB, BYTES_PER_MIB } from '../../src-shared/units.ts';

export interface UnpackLimits {
  /** Of all files that are taken. */
  readonly totalBytes: number;
  readonly fileBytes: number;
  /** Files and folders that are taken. */
  readonly entries: number;
  /** Folders inside each other. */
  readonly depth: number;
  /** Of a path, as UTF-8. Windows takes 260 characters, the place included. */
  readonly pathBytes: number;
  /** Of everything that the archive unpacks to, also of what is not taken: a repository may be larger than its skills. */
  readonly passedBytes: number;
  readonly passedEntries: number;
}

export const UNPACK_LIMITS: UnpackLimits = {
  totalBytes: 512 * BYTES_PER_MIB,
  fileBytes: 64 * BYTES_PER_MIB,
  entries: 10_000,
  depth: 32,
  pathBytes: 400,
  passedBytes: 2_048 * BYTES_PER_MIB,
  passedEntries: 200_000,
};

/** Of the list of branches and tags of a repository. */
export const REFS_BYTES = 16 * BYTES_PER_MIB;
export const SKILL_MD_BYTES = BYTES_PER_MIB;
export const FRONT_MATTER_BYTES = 64 * BYTES_PER_KIB;
export const SHOWN_TEXT_BYTES = 256 * BYTES_PER_KIB;
export const SHOWN_FILES = 2_000;
/** Skills in one source, and in one place. */
export const MAX_SKILLS = 500;
export const MAX_BACKUPS = 20;
