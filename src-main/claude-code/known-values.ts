/**
 * Recognises what a Code Proxy (this one, or the app that it replaces) wrote into Claude Code's settings. Such values
 * never count as what the user had before: bringing them back would point Claude Code at a dead port.
 */

/** Ours has 64 hex digits, the replaced app's 32. */
const TOKEN_SHAPE = /^cp-([0-9a-f]{32}|[0-9a-f]{64})$/i;

/** What stands under `env` in settings.json; values may be anything. */
export type Env = Readonly<Record<string, unknown>>;

export function isOurToken(value: unknown): boolean {
  return typeof value === 'string' && TOKEN_SHAPE.test(value);
}

export function isLoopbackUrl(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const host = URL.parse(value)?.hostname.toLowerCase();
  return host !== undefined && (host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host));
}

/** The URL in `env` when it is a Code Proxy's: a loopback URL beside a token of our shape. Another local server's is not. */
export function proxyUrlIn(env: Env): string | null {
  const url = env.ANTHROPIC_BASE_URL;
  return isLoopbackUrl(url) && isOurToken(env.ANTHROPIC_AUTH_TOKEN) ? url : null;
}

/** Keys of `env` whose values no user chose. The replaced app also wrote variables whose value is their own name. */
export function leftoverKeys(env: Env, ours: readonly string[]): readonly string[] {
  const isProxy = proxyUrlIn(env) !== null;
  return ours.filter((key) => {
    const value = env[key];
    if (value === key || isOurToken(value)) return true;
    return key === 'ANTHROPIC_BASE_URL' && isProxy;
  });
}
