/** Why a server could not be reached by HTTP, from the system's error. Pure. */
import type { McpTestErrorCode } from '../../src-shared/schemas/mcp-test.ts';
import { quoted, type Redact } from './test-redaction.ts';

const REFUSED: readonly string[] = ['ECONNREFUSED'];
const DNS: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'];
/** OpenSSL's verification codes and its protocol errors. */
const TLS = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_|ERR_TLS_|EPROTO$)/;

export function explainFault(cause: unknown, host: string, redact: Redact) {
  const code = codeIn(cause);
  const detail = code === '' ? quoted(innermost(cause), redact) : code;
  if (DNS.includes(code)) return say('dns', `The name in ${host} cannot be resolved.`, { host });
  if (REFUSED.includes(code)) return say('refused', `Nothing accepts connections at ${host}.`, { host });
  if (TLS.test(code)) return say('tls', `No secure connection to ${host}: ${detail}.`, { host, detail });
  return say('unreachable', `${host} cannot be reached: ${detail}.`, { host, detail });
}

function say(code: McpTestErrorCode, message: string, values: Record<string, string>) {
  return { code, message, values };
}

/** The most telling code of an error, its causes and (for several addresses tried at once) its parts. */
function codeIn(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return '';
  const parts = error instanceof AggregateError ? error.errors : [];
  const inner = [error.cause, ...parts].map((part) => codeIn(part, depth + 1)).find((code) => code !== '');
  return inner ?? ('code' in error && typeof error.code === 'string' ? error.code : '');
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermost(error.cause);
}
