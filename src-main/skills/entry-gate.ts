/**
 * Every entry of an archive or folder passes here before anything of it is written. What is outside the wanted folder is passed over;
 * links and names that cannot be kept are left out and remembered against the skill they belong to; what shows bad intent, or is too
 * much, ends it all.
 */
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { sameNameKey, segmentProblem, splitEntryPath } from './entry-path.ts';
import type { UnpackLimits } from './limits.ts';
import { problem, refuse } from './skill-refusal.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'special';

export interface GateEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** As the archive says; what is written is counted again. */
  readonly sizeBytes: number;
}

export interface EntryGateOptions {
  readonly limits: UnpackLimits;
  /** Folder in the source, '' for all of it. Paths below it keep their whole name. */
  readonly under: string;
  /** First parts of each name that are cut off: GitHub puts all into one folder. */
  readonly stripped: number;
}

/** Files that systems and tools strew about. No skill needs them. */
const STREWN = new Set(['.git', '.ds_store', '__macosx', 'thumbs.db', 'desktop.ini', '__pycache__']);

export function isStrewn(segment: string): boolean {
  return STREWN.has(segment.toLowerCase());
}

export class EntryGate {
  readonly #options: EntryGateOptions;
  /** Of each path and of the folders above it, by what a file system may take it for. */
  readonly #taken = new Map<string, { readonly path: string; readonly isFolder: boolean }>();
  readonly #problems: SkillProblem[] = [];
  #entries = 0;
  #bytes = 0;
  #passedEntries = 0;
  #passedBytes = 0;

  constructor(options: EntryGateOptions) {
    this.#options = options;
  }

  /** Why entries were left out; each names its `path`, below the parts that were cut off. */
  get problems(): readonly SkillProblem[] {
    return this.#problems;
  }

  /** Bytes that were taken. */
  get takenBytes(): number {
    return this.#bytes;
  }

  /**
   * @returns Where the entry is to be written, relative; null: it is not.
   * @throws SkillRefusal when the source as a whole is not to be trusted.
   */
  admit(entry: GateEntry): string | null {
    const { limits, stripped, under } = this.#options;
    this.#passedEntries += 1;
    if (this.#passedEntries > limits.passedEntries) refuse('too-many-files', { limit: limits.passedEntries });
    const segments = splitEntryPath(entry.path).slice(stripped);
    const path = segments.join('/');
    if (path === '' || segments.some(isStrewn)) return null;
    if (under !== '' && path !== under && !path.startsWith(`${under}/`)) return null;
    return this.#admitSafe(entry, path, segments);
  }

  /** Counts what an archive turned into, whether or not it is kept. */
  passed(bytes: number): void {
    this.#passedBytes += bytes;
    if (this.#passedBytes > this.#options.limits.passedBytes) refuse('too-large', { limitBytes: this.#options.limits.passedBytes });
  }

  /** Counts bytes that are about to be written. @param fileBytes Of this file so far, these included. */
  taking(bytes: number, fileBytes: number, path: string): void {
    const { limits } = this.#options;
    this.#bytes += bytes;
    if (fileBytes > limits.fileBytes) refuse('file-too-large', { path, limitBytes: limits.fileBytes });
    if (this.#bytes > limits.totalBytes) refuse('too-large', { limitBytes: limits.totalBytes });
  }

  #admitSafe({ kind, sizeBytes }: GateEntry, path: string, segments: readonly string[]): string | null {
    const { limits } = this.#options;
    this.#entries += 1;
    if (this.#entries > limits.entries) refuse('too-many-files', { limit: limits.entries });
    const found = shapeProblem(path, segments, limits) ?? this.#clash(path, segments, kind) ?? kindProblem(path, kind);
    if (found !== null) {
      this.#problems.push(found);
      return null;
    }
    if (kind === 'file' && sizeBytes > limits.fileBytes) refuse('file-too-large', { path, limitBytes: limits.fileBytes });
    if (kind === 'file' && this.#bytes + sizeBytes > limits.totalBytes) refuse('too-large', { limitBytes: limits.totalBytes });
    return path;
  }

  /** Two names for one file, in the whole path or in one of the folders above. */
  #clash(path: string, segments: readonly string[], kind: EntryKind): SkillProblem | null {
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const part = segments.slice(0, depth).join('/');
      const isFolder = depth < segments.length || kind === 'folder';
      const key = sameNameKey(part);
      const before = this.#taken.get(key);
      if (before === undefined) this.#taken.set(key, { path: part, isFolder });
      else if (before.path !== part || !(before.isFolder && isFolder)) return problem('name-clash', { path, other: before.path });
    }
    return null;
  }
}

function shapeProblem(path: string, segments: readonly string[], limits: UnpackLimits): SkillProblem | null {
  if (segments.length > limits.depth) return problem('too-deep', { path, limit: limits.depth });
  if (Buffer.byteLength(path) > limits.pathBytes) return problem('path-too-long', { path });
  return segments.map((segment) => segmentProblem(segment, path)).find((found) => found !== null) ?? null;
}

function kindProblem(path: string, kind: EntryKind): SkillProblem | null {
  if (kind === 'link') return problem('link-refused', { path });
  return kind === 'special' ? problem('special-file', { path }) : null;
}
