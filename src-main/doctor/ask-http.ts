/** Asks a listener on this machine a small question over plain HTTP. */
import { request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface HttpQuestion {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Whoever is there answers in a millisecond. */
const PATIENCE_MS = 2_000;
/** What we ask for is a short JSON document. */
const MAX_ANSWER_BYTES = 64 * 1_024;

/** Rejects with the system's error, or when the answer is not HTTP or takes too long. No proxy is used, whatever the environment says. */
export function askHttp({ url, method = 'GET', headers = {}, signal }: HttpQuestion): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const call = request(url, { method, headers, agent: false, signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) }, (answer) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (part: string) => {
      text += part;
      if (text.length > MAX_ANSWER_BYTES) answer.destroy(new Error('the answer is too long'));
    });
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    answer.on('error', reject);
  });
  call.on('error', reject);
  call.end();
  return promise;
}
