/** A bare TCP connection, for what no HTTP library would send, and for seeing exactly what comes back. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class RawClient {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #isClosed = false;
  #error: Error | null = null;
  #wake: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#notify();
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
    socket.on('close', () => {
      this.#isClosed = true;
      this.#notify();
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  get received(): string {
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole.toString('latin1');
  }

  /** The connection ended by a reset, not by an orderly close. */
  get wasReset(): boolean {
    return this.#error !== null;
  }

  write(data: string | Buffer): void {
    this.#socket.write(data);
  }

  /** Resolves once the text has come; rejects when the connection closes before. */
  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.#isClosed) throw new Error(`the connection closed before ${JSON.stringify(text)} came; got ${JSON.stringify(this.received)}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  async closed(): Promise<void> {
    while (!this.#isClosed) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
