/** Understands how people name a repository on GitHub, or a folder in one. Pure. */
import { refuse } from './skill-refusal.ts';

export interface GithubAddress {
  readonly owner: string;
  readonly repo: string;
  /**
   * What follows `/tree/` or `/blob/`: branch and folder, which only the list of branches can tell apart. Null: none.
   * `owner/repo/folder` names a folder of the default branch: `folder`.
   */
  readonly refAndPath: string | null;
  readonly folder: string;
}

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const REPO = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * @param githubUrl Base address that is asked; addresses of that host and of github.com are understood.
 * @throws SkillRefusal source-not-understood
 */
export function parseGithubAddress(text: string, githubUrl: URL): GithubAddress {
  const [owner = '', name = '', ...rest] = partsOf(text.trim(), githubUrl) ?? refuse('source-not-understood', { text });
  const repo = name.replace(/\.git$/, '');
  if (!OWNER.test(owner) || !REPO.test(repo) || repo === '.' || repo === '..') refuse('source-not-understood', { text });
  if (rest.some((part) => part === '..' || part === '.' || part.includes('\\'))) refuse('source-not-understood', { text });
  const [kind, ...below] = rest;
  if (kind === 'tree' || kind === 'blob') {
    const isFile = kind === 'blob' || below.at(-1) === 'SKILL.md';
    const folders = isFile ? below.slice(0, -1) : below;
    if (folders.length === 0) refuse('source-not-understood', { text });
    return { owner, repo, refAndPath: folders.join('/'), folder: '' };
  }
  return { owner, repo, refAndPath: null, folder: rest.join('/') };
}

/** Null: it is no address, or one of another site. */
function partsOf(text: string, githubUrl: URL): readonly string[] | null {
  const ssh = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(text);
  if (ssh !== null) return isOurHost(ssh[1] ?? '', githubUrl) ? decoded(ssh[2] ?? '') : null;
  const isAddress = /^https?:\/\//i.test(text);
  const isBareHost = /^(?:www\.)?github\.com\//i.test(text);
  if (!isAddress && !isBareHost) return decoded(text);
  const address = isAddress ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return isOurHost(url.host, githubUrl) ? decoded(url.pathname) : null;
}

function isOurHost(host: string, githubUrl: URL): boolean {
  return ['github.com', 'www.github.com', githubUrl.host].includes(host.toLowerCase());
}

function decoded(path: string): readonly string[] | null {
  try {
    return path
      .split('/')
      .map((part) => decodeURIComponent(part))
      .filter((part) => part !== '');
  } catch {
    return null;
  }
}
