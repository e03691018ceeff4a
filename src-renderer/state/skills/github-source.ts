/** What a text that is being typed says about a place on GitHub, as an early hint; the core has the last word. */

export type GithubSource =
  | { readonly kind: 'empty' }
  /** More is to come, or it can never become one. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'other-site'; readonly host: string }
  /** `rest`: branch and folder, which only the repository tells apart; '' is the default branch and everything in it. */
  | { readonly kind: 'repository'; readonly owner: string; readonly repo: string; readonly rest: string };

const OWNER = /^[a-z\d](?:[a-z\d-]{0,38})$/i;
const REPO = /^[\w.-]{1,100}$/;
const GITHUB_HOSTS: readonly string[] = ['github.com', 'www.github.com'];

/** @param ownHost  Host of the address that repositories are got from, where that is another one. */
export function readGithubSource(text: string, ownHost: string | null = null): GithubSource {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const [, sshHost, sshPath = ''] = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(trimmed) ?? [];
  const isAddress = /^(?:https?:\/\/|(?:www\.)?github\.com\/)/i.test(trimmed);
  if (sshHost === undefined && !isAddress) return readPath(trimmed.split('/'));
  const url = sshHost === undefined ? URL.parse(/^https?:/i.test(trimmed) ? trimmed : `https://${trimmed}`) : null;
  const host = sshHost ?? url?.host;
  if (host === undefined) return { kind: 'incomplete' };
  if (!GITHUB_HOSTS.includes(host) && host !== ownHost) return { kind: 'other-site', host };
  return readPath((url?.pathname.slice(1) ?? sshPath).split('/'));
}

function readPath(parts: readonly string[]): GithubSource {
  const [owner = '', repoPart = '', ...more] = parts;
  const repo = repoPart.replace(/\.git$/, '');
  const rest = more.filter((part) => part !== '');
  if (!OWNER.test(owner) || !REPO.test(repo) || repo === '.' || repo === '..') return { kind: 'incomplete' };
  const isPlace = rest[0] === 'tree' || rest[0] === 'blob';
  const place = isPlace ? rest.slice(1) : rest;
  // A branch is to follow, and of a file the one after it.
  if (isPlace && place.length < (rest[0] === 'blob' ? 2 : 1)) return { kind: 'incomplete' };
  return { kind: 'repository', owner, repo, rest: decode(place.join('/')) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Half of an escape, as it is typed.
    return path;
  }
}
