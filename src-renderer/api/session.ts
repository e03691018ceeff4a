/** The browser session: exchanging a login code for the session secret, and keeping that secret for this tab. */
import { LOGIN_PATH, LOGOUT_PATH, loginAnswerSchema, loginRequestSchema, SESSION_HEADER, SESSION_STORAGE_KEY } from '../../src-shared/admin-http.ts';

const NO_SESSION = 401;

/** Null in the desktop window, where the scheme handler adds the authorisation, and before a login. */
export function readSessionSecret(): string | null {
  return sessionStorage.getItem(SESSION_STORAGE_KEY);
}

export function forgetSessionSecret(): void {
  sessionStorage.removeItem(SESSION_STORAGE_KEY);
}

/**
 * Trades the one-time code of a login link for a session.
 *
 * @returns whether the code was accepted. A used or old code is foreseeable, so it is an answer and not an error.
 * Rejects when the server cannot be reached.
 */
export async function logIn(code: string): Promise<boolean> {
  const request = loginRequestSchema.safeParse({ code });
  if (!request.success) return false;
  const response = await fetch(LOGIN_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request.data),
  });
  if (!response.ok) return false;
  const answer = loginAnswerSchema.safeParse(await response.json());
  if (!answer.success) return false;
  sessionStorage.setItem(SESSION_STORAGE_KEY, answer.data.secret);
  return true;
}

/**
 * Ends this browser's session on the server and here. A session that the server no longer knows has ended as well.
 *
 * Rejects when the server cannot be reached; the tab stays logged in then, since the session goes on.
 */
export async function logOut(): Promise<void> {
  const secret = readSessionSecret();
  if (secret === null) return;
  const { ok, status } = await fetch(LOGOUT_PATH, { method: 'POST', headers: { 'content-type': 'application/json', [SESSION_HEADER]: secret } });
  if (!ok && status !== NO_SESSION) throw new Error(`the server answered ${status} to the log-out`);
  forgetSessionSecret();
}
