/** Which `Host` headers are ours. A web page that rebinds its DNS name to 127.0.0.1 is kept out by this. */

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * @param host         The `Host` header as received; undefined when absent.
 * @param bindAddress  What the listener is bound to; an IPv6 address without brackets.
 * @param allowed      Further names that the user allowed, without ports.
 */
export function isHostAllowed(host: string | undefined, bindAddress: string, allowed: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = nameOf(host);
  if (name === null) return false;
  if (LOOPBACK_NAMES.has(name)) return true;
  if (name === bracketed(bindAddress)) return true;
  return allowed.some((entry) => bracketed(entry) === name);
}

/** The lower-cased name of `name`, `name:port` or `[v6]:port`; null when it is none of these. */
function nameOf(host: string): string | null {
  const match = /^(\[[0-9a-f:.%]+\]|[^:[\]@/\s]+)(:\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
}

function bracketed(address: string): string {
  const lower = address.toLowerCase();
  return lower.includes(':') && !lower.startsWith('[') ? `[${lower}]` : lower;
}
