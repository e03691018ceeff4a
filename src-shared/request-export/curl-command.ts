/** Writes a stored request as a command line of curl, for a POSIX shell. Credentials are a variable: they were never stored. */
import type { AuditHeaders } from '../schemas/audit.ts';

export interface CurlInput {
  readonly method: string;
  readonly url: string;
  readonly headers: AuditHeaders;
  /** Null: the request has none. */
  readonly body: string | null;
  /** Where the body comes from: it stands in the command, or in a file of that name beside it. */
  readonly bodyFrom: { readonly kind: 'command' } | { readonly kind: 'file'; readonly name: string };
}

/** What the user sets before running the command. */
export const KEY_VARIABLE = 'API_KEY';

/** Linux takes no single argument of 128 KiB or more; beyond this the body goes through a pipe. In characters, of which one may be four bytes. */
const MAX_ARGUMENT_CHARACTERS = 30_000;

const KEY_HEADERS: ReadonlySet<string> = new Set(['x-api-key', 'api-key', 'x-goog-api-key']);
/** Written by curl itself, or true of the stored connection only. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'transfer-encoding',
  'x-code-proxy-via',
]);

export function curlCommand(input: CurlInput): string {
  const { method, url, headers, body, bodyFrom } = input;
  const isPiped = body !== null && bodyFrom.kind === 'command' && body.length > MAX_ARGUMENT_CHARACTERS;
  const words = [
    // Brackets and braces in an address are just characters; answers come as they are written.
    `curl --globoff --no-buffer --compressed --request ${quote(method)} ${quote(url)}`,
    ...headers.flatMap(([name, value]) => headerWord(name, value)),
  ];
  if (body !== null) {
    if (bodyFrom.kind === 'file') words.push(`--data-binary ${quote(`@${bodyFrom.name}`)}`);
    else words.push(isPiped ? '--data-binary @-' : `--data-raw ${quote(body)}`);
  }
  const command = words.join(' \\\n  ');
  return isPiped ? `printf %s ${quote(body)} |\n${command}` : command;
}

function headerWord(name: string, value: string): string[] {
  const lower = name.toLowerCase();
  if (LEFT_OUT.has(lower)) return [];
  if (KEY_HEADERS.has(lower)) return [`--header "${lower}: $${KEY_VARIABLE}"`];
  if (lower === 'authorization') return [`--header "${lower}: Bearer $${KEY_VARIABLE}"`];
  // "name:" would take a header away; "name;" sends an empty one.
  return [`--header ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`];
}

/** In single quotes nothing means anything to the shell but the quote itself. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
