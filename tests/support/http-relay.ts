/** An HTTP proxy between a browser and the app whose connections can be cut: the network fails, and the app runs on. */
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';

export class HttpRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor() {
    this.#server = createServer((incoming, response) => {
      const upstream = httpRequest(incoming.url ?? '', { method: incoming.method, headers: incoming.headers, agent: false });
      upstream.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        // An event stream sends its head long before its first event.
        response.flushHeaders();
        pipeline(answer, response, () => undefined);
      });
      upstream.on('error', () => response.destroy());
      response.on('close', () => upstream.destroy());
      pipeline(incoming, upstream, () => undefined);
    });
    this.#server.on('connection', (socket) => {
      if (this.#isCut) return socket.destroy();
      this.#sockets.add(socket);
      return socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<HttpRelay> {
    const relay = new HttpRelay();
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  /** What a browser is told to send everything through. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the relay does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Breaks every connection, and each new one until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
