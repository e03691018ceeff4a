/** Which request targets are accepted, and what each one asks for. Anything that two parsers could read differently is refused. */
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';

export type RequestTarget =
  | { readonly kind: 'probe'; readonly path: string }
  | { readonly kind: 'health' | 'metrics'; readonly path: string }
  | { readonly kind: 'api'; readonly api: ExchangeKind; readonly path: string; readonly query: string }
  | { readonly kind: 'unknown'; readonly path: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Longer targets are refused; the real client's are under 100 bytes. */
const MAX_TARGET_BYTES = 8_192;

// Visible ASCII only: undici refuses the rest, and no client of this API needs it unescaped.
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** A dot segment, also when its dots are percent-encoded. */
const DOT_SEGMENT = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

/** Encoded slashes and backslashes and NUL: some servers decode them before they route. */
const ENCODED_SEPARATOR = /%(2f|5c|00)/i;

/**
 * Reads the target of a request line.
 *
 * @param target As received. Only origin form (`/path?query`) is accepted: no absolute form, `//`, dot segments or backslash.
 */
export function readRequestTarget(method: string, target: string): RequestTarget {
  const why = refusal(target);
  if (why !== null) return { kind: 'refused', why };
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark);
  if (path === '/' && method === 'HEAD') return { kind: 'probe', path };
  if (path === '/api/hello' && (method === 'HEAD' || method === 'GET')) return { kind: 'probe', path };
  if (path === '/health' && (method === 'HEAD' || method === 'GET')) return { kind: 'health', path };
  if (path === '/metrics' && (method === 'HEAD' || method === 'GET')) return { kind: 'metrics', path };
  const api = apiOf(method, path);
  return api === null ? { kind: 'unknown', path } : { kind: 'api', api, path, query };
}

function refusal(target: string): string | null {
  if (target.length > MAX_TARGET_BYTES) return 'the request target is longer than 8192 bytes';
  if (!target.startsWith('/')) return 'the request target must be a path such as /v1/messages';
  if (!VISIBLE_ASCII.test(target)) return 'the request target holds characters that must be percent-encoded';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  if (path.includes('//')) return 'the request path holds an empty segment (//)';
  if (path.includes('\\') || path.includes('#')) return 'the request path holds a character that is not allowed there';
  if (DOT_SEGMENT.test(path)) return 'the request path holds a dot segment';
  if (ENCODED_SEPARATOR.test(path)) return 'the request path holds an encoded separator';
  return null;
}

function apiOf(method: string, path: string): ExchangeKind | null {
  if (path === '/v1/messages' && method === 'POST') return 'messages';
  if (path === '/v1/messages/count_tokens' && method === 'POST') return 'count_tokens';
  if (path === '/v1/models' && method === 'GET') return 'models';
  // TRACE would show the client what the endpoint was sent, its credential too.
  if (method === 'TRACE') return null;
  return path.startsWith('/v1/') && path !== '/v1/messages' && path !== '/v1/messages/count_tokens' ? 'other' : null;
}
