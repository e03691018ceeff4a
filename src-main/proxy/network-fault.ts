/** What a failed connection means in the words of the failover policy. */
import type { Observation } from '../failover/contract.ts';

/** OpenSSL's verification codes, in words. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the endpoint's certificate has expired",
  CERT_NOT_YET_VALID: "the endpoint's certificate is not valid yet; check this computer's clock",
  CERT_REVOKED: "the endpoint's certificate was revoked",
  CERT_UNTRUSTED: "the endpoint's certificate is not trusted",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the endpoint's certificate is self-signed; add it under Settings as an extra CA file",
  ERR_TLS_CERT_ALTNAME_INVALID: "the endpoint's certificate is for another host name",
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in an authority that is not trusted here; add it under Settings as an extra CA file',
  UNABLE_TO_GET_ISSUER_CERT: 'an authority of the certificate chain is missing; add it under Settings as an extra CA file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority behind the certificate is not trusted here; add it under Settings as an extra CA file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's authority is not trusted here; add it under Settings as an extra CA file",
};

const REFUSED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN']);
const DNS: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const CONNECT_TIMEOUT: ReadonlySet<string> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const RESET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);
const UNREADABLE = /^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_CONTENT_LENGTH_MISMATCH|RESPONSE)|UND_ERR_HTTP_PARSER)/;
const TLS = /^(EPROTO$|ERR_SSL_|ERR_TLS_)/;

/** Undici's words, and the only place where the status stands. */
const TUNNEL_REFUSED = /^Proxy response \((\d{3})\) !== 200/;

/** @param waitedMs How long the attempt had been waiting. */
export function observeFault(error: Error, waitedMs: number): Observation {
  const code = codeOf(error);
  const certificate = CERTIFICATE_FAULTS[code];
  if (certificate !== undefined) return { kind: 'unreachable', cause: 'tls', detail: `${certificate} (${code})` };
  if (TLS.test(code)) return { kind: 'unreachable', cause: 'tls', detail: code };
  if (REFUSED.has(code)) return { kind: 'unreachable', cause: 'refused', detail: code };
  if (DNS.has(code)) return { kind: 'unreachable', cause: 'dns', detail: code };
  if (CONNECT_TIMEOUT.has(code)) return { kind: 'timeout', phase: 'connect', waitedMs };
  // Undici gives most of its parser's errors no code.
  if (error.name === 'HTTPParserError' || UNREADABLE.test(code)) return { kind: 'bad-answer', what: 'unreadable' };
  if (RESET.has(code)) return { kind: 'unreachable', cause: 'reset', detail: code };
  const refused = TUNNEL_REFUSED.exec(error.message)?.[1];
  if (refused !== undefined) return { kind: 'unreachable', cause: 'other', detail: `the outbound proxy answered ${refused} to the tunnel` };
  return { kind: 'unreachable', cause: 'other', detail: code === '' ? error.name : code };
}

/** One phrase about a connection that broke in the middle of an answer. */
export function describeCut(error: Error): string {
  const code = codeOf(error);
  return `the endpoint's connection broke in the middle of the answer${code === '' ? '' : ` (${code})`}`;
}

/** The most telling code of an error, its causes and (for several addresses tried at once) its parts. */
function codeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return '';
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof AggregateError) {
    for (const part of error.errors) {
      const code = codeOf(part, depth + 1);
      if (code !== '') return code;
    }
  }
  const inner = codeOf(error.cause, depth + 1);
  // Undici wraps some socket errors in one of its own; the system's code says more.
  return own === '' || (own.startsWith('UND_ERR_SOCKET') && inner !== '') ? inner || own : own;
}
