/** What can be wrong with a skill or with what it comes from, as codes with values; user interfaces put them into words. */
import { z } from 'zod';

export const SKILL_PROBLEM_CODES = [
  // Of a skill that lies there, or of a candidate.
  'no-skill-md', // SKILL.md is missing
  'skill-md-unreadable', // reason
  'skill-md-too-large', // limitBytes
  'front-matter-broken', // line, reason
  'folder-name-invalid', // name
  'unreadable', // path, reason
  'link-broken', // path
  // Of an archive, a folder or a file inside it. `path` is the entry's name, control characters made visible.
  'no-skills', // nothing with a SKILL.md in it
  'path-escapes', // path: leaves the folder, or is absolute
  'name-not-portable', // path: a name that Windows or macOS cannot keep as it is
  'name-clash', // path, other: the same name to a file system that ignores case or Unicode form
  'link-refused', // path: symbolic or hard link
  'special-file', // path: device, pipe or socket
  'too-many-files', // limit
  'too-large', // limitBytes: all files together
  'file-too-large', // path, limitBytes
  'path-too-long', // path
  'too-deep', // path, limit
  'archive-broken', // reason
  'archive-encrypted', // path
  // Of getting it.
  'source-not-understood', // text
  'source-not-found', // what: the repository, branch, folder or file that is not there
  'download-too-large', // limitBytes
  'download-failed', // reason
  'download-refused', // status
  'redirect-refused', // to
  // Of putting it in its place.
  'already-there', // name
  'changed-meanwhile', // name
  'not-writable', // path, reason
  'source-unknown', // installed by other means, or uploaded: cannot be looked up again
  'interrupted', // Code Proxy was stopped meanwhile
] as const;
export type SkillProblemCode = (typeof SKILL_PROBLEM_CODES)[number];

export const skillProblemSchema = z.object({ code: z.enum(SKILL_PROBLEM_CODES), values: z.record(z.string(), z.string()) });
export type SkillProblem = z.infer<typeof skillProblemSchema>;
