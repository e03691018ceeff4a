/**
 * The Express application behind the dashboard: guard, login, admin calls, and the built pages. Pages are public, since they
 * hold nothing; every admin call needs both secrets of a session.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { parseCookie, stringifySetCookie } from 'cookie';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { LOGIN_PATH, LOGOUT_PATH, loginRequestSchema, SESSION_HEADER, TRPC_PATH, VERSION_HEADER } from '../../src-shared/admin-http.ts';
import type { Logger } from '../platform/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { isFault } from './error-shape.ts';
import { sendHostError } from './host-error.ts';
import type { LoginCodes } from './login-codes.ts';
import { type GuardedAddress, refuseRequest } from './request-guard.ts';
import type { AdminRouter } from './router.ts';
import { MAX_BATCH_SIZE, MAX_BODY_BYTES } from './trpc.ts';

/** Of the cookie; the session itself ends earlier when idle (browser-sessions.ts). */
const COOKIE_LIFETIME_SECONDS = 30 * 86_400;

export interface DashboardAppOptions {
  readonly router: AdminRouter;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  readonly codes: LoginCodes;
  readonly sessions: BrowserSessions;
  readonly logger: Logger;
  readonly version: string;
  /** Where it listens; asked per request, as port 0 is decided late. */
  readonly address: () => GuardedAddress;
}

export function createDashboardApp(options: DashboardAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(), guard(options));
  // For whoever finds this port taken; it says nothing that a port scan would not.
  app.get('/health', (_request, response) => void response.setHeader('cache-control', 'no-store').json({ status: 'ok', app: 'code-proxy' }));
  app.post(LOGIN_PATH, express.json({ limit: 4_096, type: () => true }), login(options));
  app.post(LOGOUT_PATH, logout(options));
  app.use(TRPC_PATH, requireSession(options), adminCalls(options));
  app.use(
    express.static(options.rendererFolder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        // Vite puts a hash of the content into these names.
        const isHashed = path.startsWith(join(resolve(options.rendererFolder), 'assets'));
        response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.use(pages(options), answerFailure(options));
  return app;
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Charts, menus and drag and drop set style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // no-referrer would make the login's Origin the word "null".
    referrerPolicy: { policy: 'same-origin' },
    // Plain http: this header would only be ignored.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
}

function guard({ address }: DashboardAppOptions): RequestHandler {
  return (request, response, next) => {
    const refusal = refuseRequest(
      {
        method: request.method,
        target: request.originalUrl,
        host: request.headers.host,
        origin: request.headers.origin,
        secFetchSite: headerOf(request, 'sec-fetch-site'),
        contentType: request.headers['content-type'],
      },
      address(),
    );
    if (refusal === null) next();
    else sendHostError(response, refusal.status, refusal.code, refusal.message);
  };
}

function login({ codes, sessions, address }: DashboardAppOptions): RequestHandler {
  return (request, response) => {
    const body = loginRequestSchema.safeParse(request.body);
    if (!body.success) return sendHostError(response, 400, 'CONFIG_INVALID', 'the body must be {"code": ".."}');
    const result = codes.redeem(body.data.code);
    if (result === 'locked') return sendHostError(response, 429, 'UNAUTHORIZED', 'too many wrong codes; wait a minute');
    if (result === 'wrong')
      return sendHostError(response, 401, 'UNAUTHORIZED', 'this login link was used or is too old; get a new one with: code-proxy dashboard');
    const { cookie, secret } = sessions.open();
    setCookie(response, address(), cookie, COOKIE_LIFETIME_SECONDS);
    response.setHeader('cache-control', 'no-store').json({ secret });
  };
}

/** Both secrets are needed here too: another port of this host, which is handed the cookie, cannot throw anybody out. */
function logout({ sessions, address }: DashboardAppOptions): RequestHandler {
  return (request, response) => {
    if (!sessions.close(cookieOf(request, address()), headerOf(request, SESSION_HEADER)))
      return sendHostError(response, 401, 'UNAUTHORIZED', 'this browser is not logged in');
    setCookie(response, address(), '', 0);
    response.setHeader('cache-control', 'no-store').json({});
  };
}

function setCookie(response: Response, address: GuardedAddress, value: string, maxAge: number): void {
  response.setHeader('set-cookie', stringifySetCookie({ name: cookieName(address), value, path: '/', httpOnly: true, sameSite: 'strict', maxAge }));
}

function cookieOf(request: Request, address: GuardedAddress): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName(address)];
}

/** Cookies are shared between ports, so that two instances on one machine would log each other out under one name. */
function cookieName({ port }: GuardedAddress): string {
  return `code-proxy-${port}`;
}

function requireSession({ sessions, address, version }: DashboardAppOptions): RequestHandler {
  return (request, response, next) => {
    const cookie = cookieOf(request, address());
    if (!sessions.isOpen(cookie, headerOf(request, SESSION_HEADER)))
      return sendHostError(response, 401, 'UNAUTHORIZED', 'not logged in; get a login link with: code-proxy dashboard');
    sessions.follow(cookie, response);
    response.setHeader(VERSION_HEADER, version);
    next();
  };
}

function adminCalls({ router, logger }: DashboardAppOptions): RequestHandler {
  return createExpressMiddleware<AdminRouter>({
    router,
    maxBatchSize: MAX_BATCH_SIZE,
    maxBodySize: MAX_BODY_BYTES,
    onError({ error, path }) {
      if (isFault(error)) logger.error('an admin call failed', { path, error });
    },
  });
}

/** Every path that is not a file is a page of the renderer, which routes by itself. */
function pages({ rendererFolder }: DashboardAppOptions): RequestHandler {
  return async (request, response) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && extname(request.path) === '';
    if (!isPage) return sendHostError(response, 404, 'NOT_SUPPORTED_HERE', 'there is nothing at this path');
    const html = await readFile(join(rendererFolder, 'index.html')).catch(() => null);
    if (html === null) return sendHostError(response, 404, 'NOT_SUPPORTED_HERE', 'the dashboard is not built; run: npm run build');
    response.setHeader('cache-control', 'no-cache').type('html').send(html);
  };
}

function answerFailure({ logger }: DashboardAppOptions): ErrorRequestHandler {
  return (error: unknown, _request: Request, response: Response, next) => {
    if (response.headersSent) return next(error);
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
    if (status >= 500) logger.error('the dashboard host failed at a request', { error });
    sendHostError(response, status, status < 500 ? 'CONFIG_INVALID' : 'INTERNAL', status < 500 ? 'the request is malformed' : 'something went wrong');
  };
}

function headerOf(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
