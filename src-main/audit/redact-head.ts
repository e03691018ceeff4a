/** Takes credentials out of what stands before a body: URLs and headers. */
import type { AuditHeaders } from '../../src-shared/schemas/audit.ts';
import { MIN_SECRET_LENGTH, searchedForms } from './searched-forms.ts';
import { REDACTED, type SecretFinder } from './secret-finder.ts';

/** Headers whose last word is one of these hold a credential: authorization, x-api-key, set-cookie, x-csrf-token, .. */
const CREDENTIAL_HEADER = /(?:^|[-_])(?:authorization|auth|cookie2?|api-?key|key|secret|passw(?:or)?d|credentials?|token|signature)$/i;

const USER_INFO = /(:\/\/)[^/\s@?#]*@/g;
const QUERY_CREDENTIAL =
  /([?&#;](?:[\w.-]*(?:key|token|secret|passw(?:or)?d|auth|authorization|credentials?|signature|sig|code|session|jwt))=)[^&#;\s"'<>]+/gi;

/** @param raw Name, value, name, value, .. as they came. */
export function redactHeaders(raw: readonly string[], finder: SecretFinder, extra: readonly string[]): AuditHeaders {
  const headers: AuditHeaders = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    if (!finder.isOn) headers.push([name, value]);
    else if (CREDENTIAL_HEADER.test(name)) headers.push([name, REDACTED]);
    else headers.push([name, redactUrl(value, finder, extra)]);
  }
  return headers;
}

/** A URL, or any text that may hold one. */
export function redactUrl(text: string, finder: SecretFinder, extra: readonly string[]): string {
  if (!finder.isOn) return text;
  return finder.redact(text.replaceAll(USER_INFO, `$1${REDACTED}@`).replaceAll(QUERY_CREDENTIAL, `$1${REDACTED}`), extra);
}

/**
 * What the credential headers and the URL of a message hold, in all usual forms: an endpoint may echo them, and nobody else knows
 * these values. A local token is known by its shape, so the usual request adds nothing.
 */
export function credentialsIn(raw: readonly string[], url: string): readonly string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const value = raw[i + 1] ?? '';
    if (CREDENTIAL_HEADER.test(raw[i] ?? '')) values.push(...partsOfCredential(value));
  }
  for (const match of url.matchAll(QUERY_CREDENTIAL)) values.push(decoded(match[0].slice(match[0].indexOf('=') + 1)));
  return values.filter((value) => value.length >= MIN_SECRET_LENGTH && !/^cp-[0-9a-f]{16,}$/.test(value)).flatMap(searchedForms);
}

function partsOfCredential(value: string): readonly string[] {
  const cookies = value.split(';').map((cookie) => cookie.slice(cookie.indexOf('=') + 1).trim());
  return cookies.map((part) => part.replace(/^(?:bearer|basic|token)\s+/i, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
