/**
 * How a test reaches a server by HTTP: through the proxy and with the certificates that Code Proxy is set to, with a limit to what
 * is taken, and remembering what came, because the SDK's errors do not tell a refused connection from an unknown host.
 */
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import { TooLarge } from './test-faults.ts';
import type { TestOrder } from './test-order.ts';

/** Of all answers of one test together. */
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;

export interface ObservedFetch {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** What the last request came to; null before the first. */
  readonly last: () => Observed | null;
  /** Breaks all connections off. */
  readonly close: () => Promise<void>;
}

export type Observed =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly url: URL }
  /** No answer: the connection failed. `cause` is the system's error. */
  | { readonly kind: 'fault'; readonly cause: unknown; readonly url: URL };

export function observedFetch({ config, proxyUrl, extraCaPem }: Pick<TestOrder, 'config' | 'proxyUrl' | 'extraCaPem'>): ObservedFetch {
  const dispatcher = createDispatcher(proxyUrl, extraCaPem);
  let last: Observed | null = null;
  let takenBytes = 0;
  const counted = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        takenBytes += chunk.length;
        if (takenBytes > MAX_ANSWER_BYTES) controller.error(new TooLarge());
        else controller.enqueue(chunk);
      },
    });
  return {
    last: () => last,
    close: () => dispatcher.destroy(),
    async fetch(target, init = {}) {
      const url = new URL(target);
      const { method = 'GET', body, redirect = 'follow', signal } = init;
      // With streamable HTTP only what is posted must be answered; further streams are an offer.
      const counts = config.type === 'sse' || method === 'POST';
      try {
        const answer = await undiciFetch(url, {
          dispatcher,
          method,
          headers: [...new Headers(init.headers)],
          redirect,
          ...(typeof body === 'string' ? { body } : {}),
          ...(signal == null ? {} : { signal }),
        });
        const { status, statusText } = answer;
        const headers = new Headers([...answer.headers]);
        if (counts) last = { kind: 'answer', status, headers, url };
        return new Response(answer.body === null ? null : answer.body.pipeThrough(counted()), { status, statusText, headers });
      } catch (cause) {
        if (counts && signal?.aborted !== true) last = { kind: 'fault', cause, url };
        throw cause;
      }
    },
  };
}

function createDispatcher(proxyUrl: string | null, extraCaPem: string | null): Dispatcher {
  const ca = [...getCACertificates('default'), ...getCACertificates('system'), ...(extraCaPem === null ? [] : [extraCaPem])];
  // The test has one limit of its own for everything.
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  if (proxyUrl === null) return new Agent({ ...limits, connect: { ca, timeout: 0 } });
  return new ProxyAgent({ ...limits, uri: proxyUrl, requestTls: { ca }, proxyTls: { ca }, connectTimeout: 0 });
}
