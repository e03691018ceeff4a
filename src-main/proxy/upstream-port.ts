/** How the data path talks to endpoints, as an interface, so that it can be counted and replaced. */
import type { Readable } from 'node:stream';

export interface UpstreamRequest {
  /** `https://host:port`, without a path. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  readonly method: string;
  /** Raw list of names and values. */
  readonly headers: string[];
  /** Pieces that follow each other, or a stream; their length is in the headers or they are sent chunked. */
  readonly body: readonly Buffer[] | Readable | null;
  /** Called once all pieces have left for the endpoint, so that nobody reads their memory any more; not called when that is not certain. */
  readonly onSent?: (() => void) | undefined;
}

/** Callbacks of one request, called in the order head, data.., then end or error. None is called after `abort`. */
export interface UpstreamHandler {
  onHead(status: number, rawHeaders: string[]): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

export interface UpstreamCall {
  /** Gives the request up and closes its connection. Safe at any time, any number of times. */
  abort(): void;
  pause(): void;
  resume(): void;
}

export interface Upstream {
  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall;
}

/** Splits an endpoint's base URL (as baseUrlSchema made it) for a request to `target` (path and query). */
export function upstreamAddress(baseUrl: string, target: string): { readonly origin: string; readonly path: string } {
  const slash = baseUrl.indexOf('/', baseUrl.indexOf('://') + 3);
  return slash === -1 ? { origin: baseUrl, path: target } : { origin: baseUrl.slice(0, slash), path: baseUrl.slice(slash) + target };
}
