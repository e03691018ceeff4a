/**
 * Decides what a log line may say: whatever is named like a credential or looks like one is replaced, objects are copied
 * to a limited depth, long texts are cut. Credentials should not come here at all; this is the net below.
 */
import type { LogFields } from './logger.ts';
import { Secret } from './secret.ts';

const REDACTED = '[redacted]';
const SECRET_NAMES = ['authorization', 'cookie', 'apikey', 'password', 'passphrase', 'secret', 'credential', 'sealed'];
/** Names such as `token` and `accessTokens`; numbers (`outputTokens: 5`) are counts and stay. */
const TOKEN_NAME = /tokens?$/;

const SECRET_SHAPES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [/\bsk-[\w-]{8,}/g, REDACTED],
  // A local token of ours.
  [/\bcp-[0-9a-f]{16,}/g, REDACTED],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, REDACTED],
  [/\bv1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]*/g, REDACTED],
  [/(:\/\/)[^/\s:@]*:[^/\s@]*@/g, `$1${REDACTED}@`],
  [/\b((?:api[-_]?key|token|code|secret|password)=)[^&\s"']+/gi, `$1${REDACTED}`],
];

/** What each of the shapes has in it: one look instead of seven for texts that have none, which are nearly all. */
const MAYBE_SECRET = /bearer|basic|sk-|cp-|eyJ|v1\.|:\/\/|=/i;

/** A log line is for reading; a body or a stack of any size is not. */
const MAX_TEXT_CHARACTERS = 4_000;
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

/** A copy without credentials that JSON can hold. Never throws. */
export function redactFields(fields: LogFields): Record<string, unknown> {
  return redactObject(fields, 0);
}

/** The text with everything that has the shape of a credential replaced. */
export function redactText(text: string): string {
  const cut = text.length > MAX_TEXT_CHARACTERS ? `${text.slice(0, MAX_TEXT_CHARACTERS)}… (${text.length} characters)` : text;
  if (!MAYBE_SECRET.test(cut)) return cut;
  return SECRET_SHAPES.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), cut);
}

function redactObject(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).slice(0, MAX_ITEMS)) {
    const item = readProperty(value, key);
    // Names are looked at last: most values are numbers.
    copy[key] = isRevealing(item) && isSecretName(key) ? REDACTED : redactValue(item, depth + 1);
  }
  return copy;
}

function readProperty(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return '[unreadable]'; // A getter that throws must not cost the line.
  }
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Secret) return value.toString();
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactValue(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  return redactObject(value, depth);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const own = redactObject(error, depth);
  return {
    name: error.name,
    message: redactText(error.message),
    ...own,
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}

function isSecretName(key: string): boolean {
  const name = key.toLowerCase().replaceAll(/[-_]/g, '');
  return TOKEN_NAME.test(name) || SECRET_NAMES.some((secret) => name.includes(secret));
}

/** Numbers, flags and nothing cannot be a credential; a list or an object may hold one. */
function isRevealing(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'number' && typeof value !== 'boolean';
}
