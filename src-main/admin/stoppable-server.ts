/**
 * How a server of the admin side begins and ends: listening errors become AppErrors that name the port and the option;
 * stopping ends event feeds at once and gives calls under way a moment.
 */
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import type { Clock } from '../platform/clock.ts';
import { type ListenTarget, listenError } from '../platform/listen-error.ts';

/** Long enough for the answer to `app.shutDown` to leave; nobody waits longer than this for a stop. */
const STOP_GRACE_MS = 1_000;

export class StoppableServer {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #answers = new Set<ServerResponse>();
  #isStopping = false;

  constructor(server: Server, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    server.on('request', (_request, response: ServerResponse) => {
      this.#answers.add(response);
      response.once('close', () => {
        this.#answers.delete(response);
        // A caller that keeps its connection would hold up the stop.
        if (this.#isStopping) setImmediate(() => server.closeIdleConnections());
      });
    });
  }

  /** PORT_IN_USE, PORT_RESERVED, ADDRESS_NOT_LOCAL, INTERNAL. Resolves to the port it got. */
  async listenOnPort(target: ListenTarget): Promise<number> {
    try {
      await this.#listen({ port: target.port, host: target.host });
    } catch (error) {
      throw listenError(error, target);
    }
    return portOf(this.#server.address()) ?? target.port;
  }

  async listenOnPath(path: string): Promise<void> {
    await this.#listen({ path });
  }

  /** Resolves when no connection is left. Does nothing when it does not listen. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#isStopping = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const answer of this.#answers) if (isFeed(answer)) answer.destroy();
    this.#server.closeIdleConnections();
    const cancel = this.#clock.setTimer(STOP_GRACE_MS, () => this.#server.closeAllConnections());
    await closed;
    cancel();
  }

  #listen(options: ListenOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(options, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }
}

function isFeed(answer: ServerResponse): boolean {
  return String(answer.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

function portOf(address: AddressInfo | string | null): number | null {
  return address === null || typeof address === 'string' ? null : address.port;
}
