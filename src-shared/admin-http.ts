/**
 * What the dashboard in a browser and the host that serves it agree on beyond the admin router itself.
 *
 * Login. `dashboard.loginLink` (or the host at its start) gives `<dashboard URL>/login#<code>`. A fragment is neither sent
 * nor logged. The page at LOGIN_PATH reads `location.hash`, replaces the history entry, and sends
 *
 *     POST /login   content-type: application/json   {"code": "<code>"}
 *
 * The browser adds `Origin`, which must be the dashboard's own. Answers:
 *   200 {"secret": "..."}  and a cookie (HttpOnly, SameSite=Strict). The page keeps the secret in
 *                          sessionStorage and sends it as the header SESSION_HEADER with every call below TRPC_PATH.
 *   401 the code is wrong, used up, or older than 10 minutes   403 foreign origin   429 too many wrong codes
 * A call without cookie or header gets 401: the page then shows how to get a fresh link (`code-proxy dashboard`).
 *
 * Why two secrets: cookies are shared between all ports of a host name, so that any other local server which the browser
 * visits is handed the cookie. It cannot read another origin's sessionStorage.
 *
 * The desktop window needs no login: its requests go to the admin socket.
 */
import { z } from 'zod';

export const TRPC_PATH = '/trpc';
export const LOGIN_PATH = '/login';
/** Ends the session whose cookie and secret come with the POST, feeds of its other tabs included. 401: there is none. */
export const LOGOUT_PATH = '/logout';
/** On the admin socket only: the answer stays open, and with it the lease (`src-main/admin/launch-leases.ts`). 410: the instance ends. */
export const LEASE_PATH = '/lease';
/** Query of LEASE_PATH: the proxy was off before. */
export const LEASE_SWITCHES_OFF = 'switches-off';
/** Carries the second secret of a browser session. */
export const SESSION_HEADER = 'x-code-proxy-session';
/** On answers below TRPC_PATH: the version that runs, so that a page left open over an update can tell. */
export const VERSION_HEADER = 'x-code-proxy-version';
/** Key in sessionStorage under which the page keeps the second secret. */
export const SESSION_STORAGE_KEY = 'code-proxy-session';

export const loginRequestSchema = z.object({ code: z.string().min(1).max(200) });
export const loginAnswerSchema = z.object({ secret: z.string() });
/** Body of every answer of the host that refuses something. */
export const hostErrorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
