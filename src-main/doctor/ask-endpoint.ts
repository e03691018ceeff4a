/** Asks an endpoint for its list of models over a connection that is open: the smallest question that wants a key and costs nothing. */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { errorCodeOf } from '../platform/error-code.ts';

export interface EndpointAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly date: string | undefined;
  readonly text: string;
}

export type EndpointReply = { readonly answer: EndpointAnswer } | { readonly why: string; readonly isTimeout: boolean };

export interface EndpointQuestion {
  readonly socket: Socket;
  readonly baseUrl: URL;
  /** Absolute form, and what the proxy wants to know: an http endpoint behind an outbound proxy. Null: origin form. */
  readonly viaProxy: Readonly<Record<string, string>> | null;
  readonly credential: readonly [name: string, value: string] | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Longer lists are not read to their end. */
const MAX_ANSWER_BYTES = 1_024 * 1_024;

/** Never rejects. The connection is closed afterwards. */
export function askForModels({ socket, baseUrl, viaProxy, credential, timeoutMs, signal }: EndpointQuestion): Promise<EndpointReply> {
  const { promise, resolve } = Promise.withResolvers<EndpointReply>();
  const path = `${baseUrl.pathname.replace(/\/$/, '')}/v1/models?limit=1000`;
  const timer = setTimeout(() => finish({ why: 'ETIMEDOUT', isTimeout: true }), timeoutMs);
  const finish = (reply: EndpointReply) => {
    clearTimeout(timer);
    socket.destroy();
    resolve(reply);
  };
  const call = request({
    method: 'GET',
    path: viaProxy === null ? path : `${baseUrl.origin}${path}`,
    headers: {
      host: baseUrl.host,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'anthropic-version': '2023-06-01',
      'user-agent': 'code-proxy',
      connection: 'close',
      ...viaProxy,
      ...(credential === null ? {} : { [credential[0]]: credential[1] }),
    },
    createConnection: () => socket,
    signal,
  });
  call.once('error', (error) => finish({ why: errorCodeOf(error) ?? error.message, isTimeout: false }));
  call.once('response', (response) => {
    const { statusCode = 0, headers } = response;
    let text = '';
    const done = () => finish({ answer: { status: statusCode, contentType: headers['content-type'] ?? '', date: headers.date, text } });
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      text += part;
      if (text.length > MAX_ANSWER_BYTES) done();
    });
    response.once('end', done);
    // The head is what counts; a body that breaks off leaves the list unknown.
    response.once('error', done);
  });
  call.end();
  return promise;
}
