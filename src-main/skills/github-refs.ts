/**
 * Reads the list of branches and tags that every git server tells (`info/refs` of git's http protocol), and finds in it what an address
 * means. GitHub's own API would tell the same to 60 callers an hour only.
 */
import type { GithubAddress } from './github-address.ts';
import { refuse } from './skill-refusal.ts';

export interface GitRefs {
  /** Full name → commit, in hexadecimal. */
  readonly commits: ReadonlyMap<string, string>;
  /** Full name of the default branch; null: the repository is empty. */
  readonly head: string | null;
}

export interface ResolvedAddress {
  /** Short name; null: the default branch was meant. */
  readonly ref: string | null;
  readonly commit: string;
  /** Folder in the repository; '' is its top. */
  readonly path: string;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** @throws SkillRefusal when it is no such list. */
export function parseRefs(bytes: Buffer): GitRefs {
  const commits = new Map<string, string>();
  let head: string | null = null;
  for (const line of packetLines(bytes)) {
    const [listed = '', capabilities = ''] = line.split('\0');
    const [commit = '', name = ''] = listed.trim().split(' ');
    if (!COMMIT.test(commit)) continue;
    head ??= /(?:^| )symref=HEAD:(\S+)/.exec(capabilities)?.[1] ?? null;
    // Of a tag with a message this is the commit, which the list names after the tag itself.
    commits.set(name.replace(/\^\{\}$/, ''), commit);
  }
  commits.delete('capabilities');
  return { commits, head };
}

/** Each begins with its own length in four hexadecimal digits; shorter lengths are marks between them. */
function* packetLines(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const digits = bytes.toString('latin1', at, at + 4);
    const length = /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (Number.isNaN(length) || at + length > bytes.length) refuse('download-failed', { reason: 'the server did not answer as a git server does' });
    if (length > 4) yield bytes.toString('utf8', at + 4, at + length);
    at += Math.max(length, 4);
  }
}

/** @throws SkillRefusal source-not-found */
export function resolveAddress({ owner, repo, refAndPath, folder }: GithubAddress, refs: GitRefs): ResolvedAddress {
  const name = `${owner}/${repo}`;
  if (refAndPath === null) {
    const commit = refs.commits.get(refs.head ?? 'HEAD') ?? refs.commits.get('HEAD');
    return commit === undefined ? refuse('source-not-found', { what: name }) : { ref: null, commit, path: folder };
  }
  const parts = refAndPath.split('/');
  const [first = ''] = parts;
  // A branch may have slashes in its name, so that the longest one that fits is meant.
  for (let count = parts.length; count > 0; count -= 1) {
    const ref = parts.slice(0, count).join('/');
    const commit = refs.commits.get(`refs/heads/${ref}`) ?? refs.commits.get(`refs/tags/${ref}`);
    if (commit !== undefined) return { ref, commit, path: parts.slice(count).join('/') };
  }
  if (COMMIT.test(first)) return { ref: first, commit: first, path: parts.slice(1).join('/') };
  return refuse('source-not-found', { what: `${name}/tree/${refAndPath}` });
}
