/** A streamed answer that goes on only when the test says so. */
import type { ServerResponse } from 'node:http';
import { type Step, streamEvents } from './fake-endpoint.ts';

export class SteeredStream {
  readonly #begun = Promise.withResolvers<ServerResponse>();

  /** For the script of a fake endpoint; answers one request. */
  readonly step: Step = ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_steered' });
    response.flushHeaders();
    this.#begun.resolve(response);
  };

  /** Sends the opening events and the first text, which commits the answer to the client. */
  async begin(text: string): Promise<void> {
    // Start, block and ping, then one delta.
    for (const event of streamEvents(text).slice(0, 4)) await this.#write(event);
  }

  async say(text: string): Promise<void> {
    await this.#write(streamEvents(text)[3] ?? '');
  }

  async finish(outputTokens: number): Promise<void> {
    for (const event of streamEvents('', { outputTokens }).slice(4)) await this.#write(event);
    (await this.#begun.promise).end();
  }

  async #write(event: string): Promise<void> {
    const response = await this.#begun.promise;
    await new Promise<void>((resolve) => response.write(event, () => resolve()));
  }
}
