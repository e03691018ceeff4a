/** Which headers cross the proxy, in each direction. Lists are raw: name, value, name, value; order and repetition are kept. */

/** Headers that belong to one connection (RFC 9110 section 7.6.1) or that undici and node:http write themselves. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Inbound credentials and cookies, and what tells an endpoint where the client sits; never forwarded. */
const PRIVATE_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'cookie2',
  'forwarded',
  'origin',
  'referer',
  'x-api-key',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-goog-api-key',
  'api-key',
  'x-real-ip',
]);

/** Written afresh for each attempt. */
const REWRITTEN_REQUEST_HEADERS: ReadonlySet<string> = new Set(['accept-encoding', 'content-length', 'x-code-proxy-via']);

/** Answer headers that concern the endpoint's own origin or our own header name, and must not reach the client. */
const PRIVATE_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'alt-svc',
  'clear-site-data',
  'set-cookie',
  'strict-transport-security',
  'x-code-proxy-exchange',
]);

export const VIA_HEADER = 'x-code-proxy-via';
export const EXCHANGE_HEADER = 'x-code-proxy-exchange';

/**
 * The client's headers that go to an endpoint: without those of the connection, those named in `Connection`, credentials,
 * cookies, and the ones that are written per attempt.
 */
export function forwardableRequestHeaders(raw: readonly string[]): string[] {
  const named = namedInConnection(raw);
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const lower = name.toLowerCase();
    if (CONNECTION_HEADERS.has(lower) || PRIVATE_REQUEST_HEADERS.has(lower) || REWRITTEN_REQUEST_HEADERS.has(lower)) continue;
    if (named?.has(lower)) continue;
    kept.push(name, raw[i + 1] ?? '');
  }
  return joinBetas(kept);
}

/** Repeated `anthropic-beta` headers become one, comma-separated (the same list by RFC 9110), since some gateways read only one. */
function joinBetas(raw: string[]): string[] {
  let firstAt = -1;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    if (raw[i]?.toLowerCase() !== 'anthropic-beta') continue;
    if (firstAt === -1) firstAt = i;
    else {
      raw[firstAt + 1] = `${raw[firstAt + 1]},${raw[i + 1]}`;
      raw.splice(i, 2);
      i -= 2;
    }
  }
  return raw;
}

/** The endpoint's headers that go to the client. Content-Encoding and Content-Length stay: the body passes untouched. */
export function forwardableResponseHeaders(raw: readonly string[]): string[] {
  const named = namedInConnection(raw);
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const lower = name.toLowerCase();
    if (CONNECTION_HEADERS.has(lower) || PRIVATE_RESPONSE_HEADERS.has(lower) || named?.has(lower)) continue;
    kept.push(name, raw[i + 1] ?? '');
  }
  return kept;
}

/** First value of a header in a raw list; undefined when absent. @param lowerName Lower-cased. */
export function headerOf(raw: readonly string[], lowerName: string): string | undefined {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i];
    if (name !== undefined && name.length === lowerName.length && name.toLowerCase() === lowerName) return raw[i + 1];
  }
  return undefined;
}

/** The raw list as a record with lower-case names; the first of repeated headers wins. */
export function headerRecord(raw: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    record[name] ??= raw[i + 1] ?? '';
  }
  return record;
}

function namedInConnection(raw: readonly string[]): ReadonlySet<string> | null {
  const value = headerOf(raw, 'connection');
  if (value === undefined) return null;
  const lower = value.toLowerCase();
  // By far the most common values; they name no header that is not dropped anyway.
  if (lower === 'keep-alive' || lower === 'close') return null;
  return new Set(lower.split(',').map((token) => token.trim()));
}
