/**
 * The origin `app://ui` that the window is loaded from: the built renderer from an allow-list, and the admin router below
 * /trpc. There is no file:// page, no admin port, no preload and no IPC.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme } from 'electron';
import { TRPC_PATH } from '../../src-shared/admin-http.ts';

export const APP_ORIGIN = 'app://ui';
export const APP_SCHEME = 'app';
/** `standard` gives it an origin, `secure` the APIs of https pages, `supportFetchAPI` and `stream` the event feed. */
export const APP_SCHEME_REGISTRATION: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

/** Charts, menus and drag and drop set inline styles; nothing else comes from outside the bundle. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** What a path of the renderer may consist of. No dots at the start of a part, so no way out and no hidden files. */
const SAFE_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

export interface AppSchemeOptions {
  /** Folder of the built renderer. */
  readonly folder: string;
  readonly forward: (request: Request) => Promise<Response>;
}

/** The function for `protocol.handle`. */
export function appSchemeHandler({ folder, forward }: AppSchemeOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    // Not `url.origin`: outside Chromium that is the text "null" for any scheme of one's own.
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return plain(404, 'unknown address');
    const origin = request.headers.get('origin');
    if (origin !== null && origin !== APP_ORIGIN) return plain(403, 'foreign origin');
    if (url.pathname.startsWith(`${TRPC_PATH}/`)) return forward(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET');
    return serveFile(folder, url.pathname);
  };
}

async function serveFile(folder: string, pathname: string): Promise<Response> {
  // The pages have addresses without an ending, and one document serves them all.
  const isPage = pathname === '/' || extname(pathname) === '';
  const path = isPage ? '/index.html' : pathname;
  if (!SAFE_PATH.test(path)) return plain(404, 'no such file');
  const type = CONTENT_TYPES[extname(path)];
  if (type === undefined) return plain(404, 'no such file');
  try {
    const bytes = await readFile(join(folder, ...path.split('/').filter((part) => part !== '' && !part.includes(sep))));
    return new Response(new Uint8Array(bytes), {
      headers: secured({ 'content-type': type, 'cache-control': isPage ? 'no-store' : 'max-age=31536000' }),
    });
  } catch {
    return plain(404, 'no such file'); // Whatever the reason: nothing under that name can be shown.
  }
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: secured({ 'content-type': 'text/plain; charset=utf-8' }) });
}

function secured(headers: Record<string, string>): Record<string, string> {
  return { ...headers, 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
}
