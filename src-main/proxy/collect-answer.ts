/** One request of our own to an endpoint, whose answer is collected whole: bounded in size and time, and given up on demand. */
import type { Observation } from '../failover/contract.ts';
import type { Clock } from '../platform/clock.ts';
import { decodeWhole } from './answer-decoder.ts';
import { headerOf } from './headers.ts';
import { describeCut, observeFault } from './network-fault.ts';
import type { Upstream, UpstreamCall, UpstreamRequest } from './upstream-port.ts';

export interface CollectOptions {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of the whole answer, ms. */
  readonly limitMs: number;
  readonly maxBytes: number;
  readonly onHead?: (status: number, headers: readonly string[]) => void;
  /** @param bytes So far. */
  readonly onChunk: (chunk: Buffer, bytes: number) => void;
}

/** What came, and why it is not more than that: null when the endpoint ended its answer itself. */
export interface CollectedAnswer {
  readonly status: number | null;
  /** Raw list. */
  readonly headers: readonly string[];
  /** Decoded, unless it cannot be. */
  readonly body: Buffer;
  readonly firstByteAtMs: number | null;
  readonly ending: CollectEnding | null;
}

export type CollectEnding =
  | { readonly kind: 'fault'; readonly observation: Observation }
  /** Broke after its head had come. */
  | { readonly kind: 'cut'; readonly detail: string }
  | { readonly kind: 'cancelled' | 'too-late' | 'too-large' };

/** Never rejects. */
export function collectAnswer(request: UpstreamRequest, options: CollectOptions): Promise<CollectedAnswer> {
  const { upstream, clock, signal, limitMs, maxBytes, onHead, onChunk } = options;
  const { promise, resolve } = Promise.withResolvers<CollectedAnswer>();
  const startedMs = clock.monotonicMs();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let head: { readonly status: number; readonly headers: readonly string[] } | null = null;
  let firstByteAtMs: number | null = null;
  // Null while `send` runs: a request that cannot be sent at all fails before there is a call.
  let call: UpstreamCall | null = null;
  const finish = (ending: CollectEnding | null) => {
    cancelTimer();
    signal.removeEventListener('abort', cancel);
    call?.abort();
    const headers = head?.headers ?? [];
    const body = decodeWhole(Buffer.concat(chunks), headerOf(headers, 'content-encoding'), maxBytes);
    resolve({ status: head?.status ?? null, headers, body, firstByteAtMs, ending });
  };
  const cancel = () => finish({ kind: 'cancelled' });
  const cancelTimer = clock.setTimer(limitMs, () => finish({ kind: 'too-late' }));
  signal.addEventListener('abort', cancel, { once: true });
  call = upstream.send(request, {
    onHead(status, headers) {
      head = { status, headers };
      onHead?.(status, headers);
    },
    onData(chunk) {
      firstByteAtMs ??= clock.nowMs();
      chunks.push(chunk);
      bytes += chunk.length;
      onChunk(chunk, bytes);
      if (bytes > maxBytes) finish({ kind: 'too-large' });
    },
    onEnd: () => finish(null),
    onError: (error) =>
      finish(
        head === null
          ? { kind: 'fault', observation: observeFault(error, clock.monotonicMs() - startedMs) }
          : { kind: 'cut', detail: describeCut(error) },
      ),
  });
  if (signal.aborted) cancel();
  return promise;
}
