/** Answers of our own to requests that become no exchange, or whose exchange ends before its body was read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../platform/clock.ts';
import { EXCHANGE_HEADER } from './headers.ts';
import { errorBody, jsonHeaders, type LocalError } from './local-errors.ts';
import type { ExchangeAudit } from './ports.ts';

/** After a refusal, the rest of an upload is read and thrown away up to this long, so that the client gets to see the answer, ms. */
const DISCARD_MS = 5_000;

/** @param exchangeId Null when it is no exchange. */
export function sendWhole(
  response: ServerResponse,
  answer: { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer; readonly exchangeId: string | null },
): void {
  const { status, headers, body, exchangeId } = answer;
  const length = headers.includes('content-length') ? [] : ['content-length', String(body.length)];
  response.writeHead(status, [...headers, ...length, ...ownHeader(exchangeId)]);
  response.end(body);
}

/**
 * With an upload still coming, the answer goes out at once and the connection ends after the rest of it was thrown away.
 *
 * @param refusal.audit Hears what the client is told.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: { error: LocalError; exchangeId: string | null; clock: Clock; audit?: ExchangeAudit | null },
): void {
  const { error, exchangeId, clock, audit } = refusal;
  if (response.destroyed || response.headersSent) return;
  const body = errorBody(error.type, error.message);
  const headers = jsonHeaders(body.length);
  if (error.retryAfterS !== null) headers.push('retry-after', String(error.retryAfterS));
  const isComing = hasBody(request) && !request.complete;
  if (isComing) headers.push('connection', 'close');
  audit?.deliveredHead(error.status, [...headers, ...ownHeader(exchangeId)]);
  audit?.delivered(body);
  if (!isComing) {
    sendWhole(response, { status: error.status, headers, body, exchangeId });
    return;
  }
  response.writeHead(error.status, [...headers, ...ownHeader(exchangeId)]);
  response.write(body);
  // Closing with unread bytes would reset the connection, and the client might never see the answer.
  const end = () => {
    cancel();
    response.end();
  };
  const cancel = clock.setTimer(DISCARD_MS, end);
  request.on('end', end);
  request.on('close', end);
  request.on('error', end);
  request.resume();
}

function ownHeader(exchangeId: string | null): string[] {
  return exchangeId === null ? [] : [EXCHANGE_HEADER, exchangeId];
}

/** Whether the body has an end that nobody has read so far. */
export function isUnread(request: IncomingMessage): boolean {
  return hasBody(request) && !request.readableEnded;
}

function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}
