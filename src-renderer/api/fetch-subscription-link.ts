/**
 * Carries the event feed over fetch: a tRPC link that reads server-sent events, resumes after the last event it got, and
 * notices a connection that went silent. EventSource could not send the session header, nor run outside a page.
 */
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { z } from 'zod';
import type { AdminRouter } from '../../src-main/admin/router.ts';
import { type EventFrame, readEventFrames } from './read-event-frames.ts';

/** Three missed heartbeats of the server, which come every 15 s. */
const IDLE_LIMIT_MS = 45_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

export interface FetchSubscriptionLinkOptions {
  /** Of the router, for example `/trpc`. */
  readonly url: string;
  /** Asked anew for each connection. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** The page's own when absent. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly idleLimitMs?: number;
  readonly firstRetryMs?: number;
}

type FeedError = TRPCClientError<AdminRouter>;
/** How one connection ended. `final`: trying again would not help. */
type Ending = { readonly kind: 'lost' | 'final'; readonly error: FeedError };

interface Connection {
  readonly path: string;
  readonly input: unknown;
  readonly options: FetchSubscriptionLinkOptions;
  /** Aborts when the subscriber leaves. */
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onEvent: (id: string, data: unknown) => void;
}

/** Only for subscriptions. The feed has no end: when the server closes it, the link connects again. */
export function fetchSubscriptionLink(options: FetchSubscriptionLinkOptions): TRPCLink<AdminRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const left = new AbortController();
        const signal = op.signal ? AbortSignal.any([left.signal, op.signal]) : left.signal;
        let lastEventId: string | null = null;
        let retryMs = options.firstRetryMs ?? FIRST_RETRY_MS;

        const follow = async (): Promise<void> => {
          let error: FeedError | null = null;
          while (!signal.aborted) {
            observer.next({ result: { type: 'state', state: 'connecting', error } });
            const ending: Ending = await readOnce({
              path: op.path,
              input: { ...z.record(z.string(), z.unknown()).catch({}).parse(op.input), lastEventId },
              options,
              signal,
              onOpen: () => {
                retryMs = options.firstRetryMs ?? FIRST_RETRY_MS;
                observer.next({ result: { type: 'started' } });
                observer.next({ result: { type: 'state', state: 'pending', error: null } });
              },
              onEvent: (id, data) => {
                // An event without an id cannot be resumed from; the one before it can.
                if (id !== '') lastEventId = id;
                observer.next({ result: id === '' ? { data } : { id, data: { id, data } } });
              },
            });
            if (signal.aborted) return;
            if (ending.kind === 'final') return observer.error(ending.error);
            error = ending.error;
            await waitFor(retryMs, signal);
            retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
          }
        };
        void follow();
        return () => left.abort();
      });
}

/** Never rejects. */
async function readOnce({ path, input, options, signal, onOpen, onEvent }: Connection): Promise<Ending> {
  const silence = new AbortController();
  const idleLimitMs = options.idleLimitMs ?? IDLE_LIMIT_MS;
  let timer = setTimeout(() => silence.abort(), idleLimitMs);
  try {
    const url = `${options.url}/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const response = await (options.fetch ?? fetch)(url, {
      headers: { ...options.headers?.(), accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || response.body === null) return await refusalOf(response);
    for await (const frame of readEventFrames(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), idleLimitMs);
      if (frame.event === 'connected') onOpen();
      else if (frame.event === 'message') onEvent(frame.id, JSON.parse(frame.data));
      else if (frame.event === 'serialized-error') return failureOf(frame);
    }
    return lost('the event feed was closed');
  } catch (error) {
    return lost(silence.signal.aborted ? 'the event feed went silent' : 'the event feed broke off', error);
  } finally {
    clearTimeout(timer);
  }
}

function lost(message: string, cause?: unknown): Ending {
  return { kind: 'lost', error: new TRPCClientError(message, cause instanceof Error ? { cause } : {}) };
}

/** An answer that is no stream: below 500 the request itself is at fault (most often: no longer logged in). */
async function refusalOf(response: Response): Promise<Ending> {
  const responseJSON: unknown = await response.json().catch(() => null);
  const body =
    typeof responseJSON === 'object' && responseJSON !== null ? responseJSON : new Error(`the event feed was refused (${response.status})`);
  return {
    kind: response.status >= 400 && response.status < 500 ? 'final' : 'lost',
    error: TRPCClientError.from<AdminRouter>(body, { meta: { response, responseJSON } }),
  };
}

const failureSchema = z.looseObject({ code: z.number(), message: z.string(), data: z.looseObject({ httpStatus: z.number() }) });

/** An error inside the stream: of the input (final) or of the core (another connection may go better). */
function failureOf(frame: EventFrame): Ending {
  const shape = failureSchema.safeParse(JSON.parse(frame.data));
  if (!shape.success) return lost('the event feed failed');
  return { kind: shape.data.data.httpStatus < 500 ? 'final' : 'lost', error: TRPCClientError.from<AdminRouter>({ error: shape.data }) };
}

function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    signal.addEventListener('abort', finish);
  });
}
