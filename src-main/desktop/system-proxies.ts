/**
 * Which outbound proxy the operating system names for a URL. Only the main thread can ask, and only by waiting, while a request
 * needs the answer at once: so the answers for the origins in use are kept here and brought up to date when the network changes.
 */
import { getProxyForUrl } from 'proxy-from-env';

/** A script that finds the proxy may be slow to load; a held title bar on Windows keeps the main thread from answering at all. */
const PATIENCE_MS = 3_000;
/** The system tells nobody when its settings change; an answer that is used is asked for anew after this. */
const MAX_AGE_MS = 30_000;

export interface SystemProxiesOptions {
  /** Answers as a proxy script does, for example `PROXY proxy.example:3128; DIRECT`. */
  readonly ask: (url: string) => Promise<string>;
  /** For tests; PATIENCE_MS. */
  readonly patienceMs?: number;
  /** For tests; MAX_AGE_MS. */
  readonly maxAgeMs?: number;
}

export class SystemProxies {
  readonly #ask: SystemProxiesOptions['ask'];
  readonly #patienceMs: number;
  readonly #maxAgeMs: number;
  /** By origin, as the system said. */
  readonly #known = new Map<string, string>();
  readonly #askedAtMs = new Map<string, number>();

  constructor({ ask, patienceMs = PATIENCE_MS, maxAgeMs = MAX_AGE_MS }: SystemProxiesOptions) {
    this.#ask = ask;
    this.#patienceMs = patienceMs;
    this.#maxAgeMs = maxAgeMs;
  }

  /** Null: direct. What the environment says, until the system has been asked about this origin. */
  readonly proxyFor = (url: URL): string | null => {
    const known = this.#known.get(url.origin);
    const askedAtMs = this.#askedAtMs.get(url.origin);
    // This request goes by what is known; the next ones by what is learned now.
    if (askedAtMs === undefined || performance.now() - askedAtMs >= this.#maxAgeMs) void this.#learnOne(url.origin);
    if (known !== undefined) return readProxyList(known).proxy;
    return getProxyForUrl(url) || null;
  };

  /**
   * Asks anew about the origins of these URLs, or about all known ones. Never rejects: an answer that does not come leaves what was
   * known. @returns Sentences for the user about what cannot be followed.
   */
  readonly learn = async (urls: readonly string[] | 'all'): Promise<readonly string[]> => {
    const origins = urls === 'all' ? [...this.#known.keys()] : [...new Set(urls.flatMap((url) => URL.parse(url)?.origin ?? []))];
    await Promise.all(origins.map((origin) => this.#learnOne(origin)));
    const refused = [...this.#known].filter(([, list]) => readProxyList(list).isRefused);
    return refused.map(
      ([origin, list]) =>
        `The system names a proxy for ${origin} of a kind that is not supported (${list}), so it is asked directly. Set proxy.outboundProxy to an http proxy.`,
    );
  };

  async #learnOne(origin: string): Promise<void> {
    this.#askedAtMs.set(origin, performance.now());
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), this.#patienceMs);
    const asked = this.#ask(`${origin}/`).catch(() => null);
    // An answer that comes late still counts, from then on.
    void asked.then((list) => list !== null && this.#known.set(origin, list));
    await Promise.race([asked, late]);
    clearTimeout(timer);
  }
}

/** The first entry that can be used. `isRefused`: there are proxies, but none of a kind that we speak, and no DIRECT before them. */
export function readProxyList(list: string): { readonly proxy: string | null; readonly isRefused: boolean } {
  for (const entry of list.split(';').map((text) => text.trim())) {
    const [kind = '', address] = entry.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return { proxy: null, isRefused: false };
    const scheme = SCHEMES.get(kind.toUpperCase());
    const url = scheme === undefined || address === undefined ? null : URL.parse(`${scheme}://${address}`);
    if (url !== null) return { proxy: url.href.replace(/\/$/, ''), isRefused: false };
  }
  return { proxy: null, isRefused: list.trim() !== '' };
}

const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['PROXY', 'http'],
  ['HTTP', 'http'],
  ['HTTPS', 'https'],
]);
