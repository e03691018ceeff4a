/** What the data path needs from the rest of the core. It declares these; compose.ts supplies them. */
import type { AuthStyle, EndpointState, Family, ModelMap, Protocol } from '../../src-shared/schemas/endpoint.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import type { Secret } from '../platform/secret.ts';

/** An enabled endpoint as the data path sees it. Immutable; a change makes a new object. */
export interface ProxyEndpoint {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly protocol: Protocol;
  readonly authStyle: AuthStyle;
  readonly credential: Secret | null;
  readonly modelMap: ModelMap;
  /** Empty: all. */
  readonly families: readonly Family[];
  /** Attempts at once; null: any number. */
  readonly maxConcurrent: number | null;
  /** Changes with every edit; a rest "until edited" belongs to one revision. */
  readonly revision: number;
}

export interface EndpointSource {
  /** Enabled endpoints, first priority first. Never waits; the same array until something changes. */
  enabled(): readonly ProxyEndpoint[];
  /** The global default model map (default_model.yaml). */
  defaultModels(): ModelMap;
}

export interface LocalTokens {
  /** Name of the local token that `presented` is, compared in constant time; null when it is none. */
  match(presented: string): { readonly name: string } | null;
}

/**
 * Hears of everything that happens to exchanges. Calls must return at once and never throw; the objects are not changed
 * afterwards.
 */
export interface ExchangeObserver {
  /** Before the first attempt is forwarded. */
  started(exchange: ExchangeSummary): void;
  /** An attempt began (verdict null) or was judged. */
  attempted(exchangeId: string, attempt: Attempt): void;
  /** Bytes of the answer went to the client; called per chunk. */
  progressed(exchangeId: string, responseBytes: number, outputTokens: number): void;
  /** The final state, with all attempts. */
  finished(exchange: ExchangeSummary, attempts: readonly Attempt[]): void;
}

/** Settings of the data path; read afresh for each exchange. */
export interface ProxySettings {
  readonly allowedHosts: readonly string[];
  readonly maxRetries: number;
  readonly restLimitMs: number;
  readonly apiTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** What the listener tells whoever operates it, beside what it knows itself. */
export interface ProxyOperations {
  /** Members of the JSON document behind a local token. */
  health(): Readonly<Record<string, unknown>>;
  /** The page in Prometheus' text format. @param now.heldBytes Request bodies in memory. */
  metrics(now: { readonly heldBytes: number }): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** How connections to endpoints are made; a new value replaces the pooled sockets. */
export interface OutboundSettings {
  readonly connectTimeoutMs: number;
  /** Proxy URL for non-loopback hosts over http and https, after `system` and `env` were resolved; null: direct. */
  readonly proxyFor: (url: URL) => string | null;
  /** PEM text of further certificates to trust; null: system's only. */
  readonly extraCaPem: string | null;
}

/** Hears when an endpoint's rests or counters changed, to tell user interfaces. */
export type EndpointStateListener = (endpointId: string, state: Omit<EndpointState, 'kind'> & { readonly isProbing: boolean }) => void;
