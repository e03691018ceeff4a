/**
 * Which HTTP requests to the dashboard's host are turned away before anything looks at them, and why. Pure. What each rule
 * stops: `Host` DNS rebinding; `Sec-Fetch-Site` other sites; `Origin` other ports of this machine, for which SameSite cookies
 * are no hindrance; the content type, calls that a browser sends without asking first.
 */
import { isIP } from 'node:net';
import type { AppErrorCode } from '../../src-shared/app-error.ts';

export interface GuardedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly contentType: string | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly code: AppErrorCode;
  readonly message: string;
}

export interface GuardedAddress {
  /** Address that the host listens on. */
  readonly host: string;
  readonly port: number;
}

/** Null: the request may go on. */
export function refuseRequest(request: GuardedRequest, address: GuardedAddress): Refusal | null {
  if (hasPathEscape(request.target)) return { status: 400, code: 'CONFIG_INVALID', message: 'this path is not allowed' };
  const { host } = request;
  if (host === undefined || !isOwnHost(host, address)) return forbidden('the Host header names another host than this one');
  // Browsers leave it out on origins that they do not trust, such as a LAN name over http.
  if (request.secFetchSite !== undefined && request.secFetchSite !== 'same-origin' && request.secFetchSite !== 'none')
    return forbidden('requests from other sites are not allowed');
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  if (request.origin !== `http://${host.toLowerCase()}`) return forbidden('the Origin header must be that of the dashboard');
  // tRPC would run a call without input on multipart and octet-stream, which forms of any page can send.
  if (mediaTypeOf(request.contentType) !== 'application/json')
    return { status: 415, code: 'CONFIG_INVALID', message: 'the content type must be application/json' };
  return null;
}

function forbidden(message: string): Refusal {
  return { status: 403, code: 'UNAUTHORIZED', message };
}

function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isOwnHost(header: string, { host, port }: GuardedAddress): boolean {
  const url = URL.parse(`http://${header}`);
  if (url === null || url.host !== header.toLowerCase().replace(/:80$/, '') || (url.port === '' ? 80 : Number(url.port)) !== port) return false;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (name === '127.0.0.1' || name === '::1' || name === 'localhost' || name === host.toLowerCase()) return true;
  // Bound to every address: any literal one may be ours, and DNS rebinding needs a name.
  return (host === '0.0.0.0' || host === '::') && isIP(name) !== 0;
}

/** Whether the target could lead out of a folder: dot segments, backslashes, NUL, in any encoding, or no plain path at all. */
function hasPathEscape(target: string): boolean {
  const path = target.split('?', 1)[0] ?? '';
  if (!path.startsWith('/') || path.startsWith('//')) return true;
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\\') || decoded.includes('\0') || decoded.split('/').some((segment) => segment === '..' || segment === '.');
  } catch {
    // Malformed percent encoding names no file.
    return true;
  }
}
