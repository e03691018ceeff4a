/** One HTTP request exactly as written: paths are not normalised and every header can be set, Host included. */
import { type IncomingHttpHeaders, request } from 'node:http';

export interface RawRequest {
  readonly port?: number;
  readonly socketPath?: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Rejects when the connection breaks before the answer is whole. */
export function rawRequest({ port, socketPath, method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const target = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
    const call = request({ ...target, method, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Opens a stream and resolves at its first bytes; `closed` resolves when it ended, however. */
export function rawStream(
  options: Omit<RawRequest, 'method' | 'body'>,
): Promise<{ readonly first: string; readonly closed: Promise<void>; leave(): void }> {
  return new Promise((resolve, reject) => {
    const { port, socketPath, path, headers = {} } = options;
    const target = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
    const call = request({ ...target, path, headers, agent: false }, (response) => {
      const closed = new Promise<void>((ended) => response.once('close', () => ended()));
      response.on('error', () => undefined);
      response.once('data', (part: Buffer) => resolve({ first: part.toString(), closed, leave: () => call.destroy() }));
      response.resume();
    });
    call.on('error', reject);
    call.end();
  });
}
