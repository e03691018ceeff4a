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

export function readGithubSource(text: string): GithubSource {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const hasHost = /^(?:https?:\/\/|(?:www\.)?github\.com\/)/i.test(trimmed);
  if (!hasHost) return readPath(trimmed.split('/'));
  const url = URL.parse(/^https?:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null) return { kind: 'incomplete' };
  if (!GITHUB_HOSTS.includes(url.host)) return { kind: 'other-site', host: url.host };
  return readPath(url.pathname.slice(1).split('/'));
}

function readPath(parts: readonly string[]): GithubSource {
  const [owner = '', repoPart = '', ...rest] = parts;
  const repo = repoPart.replace(/\.git$/, '');
  const [verb, ...place] = rest.filter((part) => part !== '');
  if (!OWNER.test(owner) || !REPO.test(repo) || repo === '.' || repo === '..') return { kind: 'incomplete' };
  if (verb === undefined) return { kind: 'repository', owner, repo, rest: '' };
  return verb === 'tree' && place.length > 0 ? { kind: 'repository', owner, repo, rest: decode(place.join('/')) } : { kind: 'incomplete' };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Half of an escape, as it is typed.
    return path;
  }
}
