/**
 * What a connection gets whose next request cannot be read: an error in the API's own shape, or, where an answer is on its way to
 * it, nothing at all. Bytes of ours in the middle of that answer would be taken for a part of it.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type LocalError, localError, rawErrorAnswer } from './local-errors.ts';

/** The answer that was begun last on each connection. */
export type LatestAnswers = Pick<WeakMap<Duplex, ServerResponse>, 'get'>;

/** Handler of node:http's `clientError`. */
export function onClientError(error: Error, socket: Duplex, latest: LatestAnswers): void {
  const code = 'code' in error ? error.code : undefined;
  if (!socket.writable || code === 'ECONNRESET' || isAnswering(socket, latest)) {
    socket.destroy();
    return;
  }
  sendAndClose(socket, describe(code));
}

/** CONNECT and Upgrade: this is no forward proxy. */
export function refuseConnection(socket: Duplex, what: string, latest: LatestAnswers): void {
  if (!isAnswering(socket, latest)) {
    sendAndClose(socket, localError('method_not_allowed', `${what} is not supported; this is not a forward proxy.`));
    return;
  }
  // node:http has let go of the connection by now: the answer would not hear of its end.
  latest.get(socket)?.destroy();
  socket.destroy();
}

/** Also true while an answer waits for its turn behind an earlier one. */
function isAnswering(socket: Duplex, latest: LatestAnswers): boolean {
  const answer = latest.get(socket);
  if (answer === undefined || answer.writableFinished) return false;
  return answer.headersSent || answer.socket === null;
}

function describe(code: unknown): LocalError {
  if (code === 'HPE_HEADER_OVERFLOW') return localError('invalid_request_error', 'The request headers are larger than 64 KiB.');
  // 408: clients send such a request again.
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { ...localError('timeout_error', 'The request did not arrive whole in time.'), status: 408 };
  return localError('invalid_request_error', 'The request is not valid HTTP/1.1.');
}

const PHRASES: Readonly<Record<number, string>> = { 400: 'Bad Request', 405: 'Method Not Allowed', 408: 'Request Timeout' };

function sendAndClose(socket: Duplex, error: LocalError): void {
  socket.on('error', () => socket.destroy());
  socket.end(rawErrorAnswer(error, PHRASES[error.status] ?? 'Error'));
}
