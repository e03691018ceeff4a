/**
 * The admin router on a unix socket or named pipe, for the CLI and the desktop window. Whoever connects must present the
 * bearer token of instance.json; the socket's permissions alone do not protect a named pipe.
 */
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { LEASE_PATH, LEASE_SWITCHES_OFF, TRPC_PATH } from '../../src-shared/admin-http.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { bearerTokenOf, createToken, isSameSecret } from './bearer-token.ts';
import { sendHostError } from './host-error.ts';
import type { LaunchLeases } from './launch-leases.ts';
import { listenerLater } from './listener-later.ts';
import type { AdminRouter } from './router.ts';
import { prepareSocketPath, removeSocket, type SocketPlace } from './socket-path.ts';
import { StoppableServer } from './stoppable-server.ts';

/** Answers `{"instanceId": ".."}`: how a second start finds out who listens. */
export const INSTANCE_PATH = '/instance';

export interface SocketHostOptions {
  /** Asked by the first call. */
  readonly openRouter: () => Promise<AdminRouter>;
  readonly instanceId: string;
  readonly place: SocketPlace;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Left out: none are given. */
  readonly leases?: LaunchLeases;
}

export class SocketHost {
  readonly #options: SocketHostOptions;
  readonly #token = createToken();
  readonly #answerCall: RequestListener;
  #listening: { readonly server: StoppableServer; readonly socket: string } | null = null;

  constructor(options: SocketHostOptions) {
    this.#options = options;
    this.#answerCall = listenerLater(async () => {
      const [{ createSocketCalls }, router] = await Promise.all([import('./socket-calls.ts'), options.openRouter()]);
      return createSocketCalls(router, options.logger);
    }, options.logger);
  }

  /** Resolves to what instance.json must say. */
  async start(): Promise<{ readonly socket: string; readonly token: string }> {
    const socket = await prepareSocketPath(this.#options.place);
    const server = new StoppableServer(
      createServer((request, response) => this.#answer(request, response)),
      this.#options.clock,
    );
    await server.listenOnPath(socket);
    if (this.#options.place.platform !== 'win32') await chmod(socket, 0o600);
    this.#listening = { server, socket };
    return { socket, token: this.#token };
  }

  /** Ends open feeds, lets calls under way finish, removes the socket. */
  async stop(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    if (listening === null) return;
    await listening.server.stop();
    await removeSocket(listening.socket);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const token = bearerTokenOf(request.headers.authorization);
    if (token === null || !isSameSecret(token, this.#token)) {
      sendHostError(response, 401, 'UNAUTHORIZED', 'the admin socket needs the token of instance.json');
      return;
    }
    if (request.url === INSTANCE_PATH) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ instanceId: this.#options.instanceId }));
      return;
    }
    const { leases } = this.#options;
    if (leases !== undefined && request.url?.split('?', 1)[0] === LEASE_PATH) {
      holdOpen(leases.take({ switchesProxyOff: request.url.endsWith(`?${LEASE_SWITCHES_OFF}`) }), response);
      return;
    }
    if (request.url?.startsWith(`${TRPC_PATH}/`) !== true) {
      sendHostError(response, 404, 'NOT_SUPPORTED_HERE', 'the admin socket has no such path');
      return;
    }
    this.#answerCall(request, response);
  }
}

/** The answer is never finished: its end, whoever brings it about, is the end of the lease. */
function holdOpen(release: (() => void) | null, response: ServerResponse): void {
  if (release === null) {
    sendHostError(response, 410, 'INSTANCE_UNREACHABLE', 'this Code Proxy is about to end');
    return;
  }
  response.once('close', release);
  // As a feed: a stop ends it at once.
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
}
