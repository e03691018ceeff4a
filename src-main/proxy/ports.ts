/** What the data path needs from the rest of the core. It declares these; compose.ts supplies them. */
import type { AuthStyle, EndpointState, Family, ModelMap, Protocol } from '../../src-shared/schemas/endpoint.ts';
import type { Attempt, ExchangeSummary, Usage } from '../../src-shared/schemas/exchange.ts';
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
  /** Its `input_tokens` count cache reads and writes too. */
  readonly inputIncludesCache: boolean;
  /** Times the price list. */
  readonly costMultiplier: number;
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

/** What an attempt used, in the endpoint's own words. */
export interface ReportedUsage {
  readonly endpoint: ProxyEndpoint;
  /** Null: the request names no model. */
  readonly sentModel: string | null;
  readonly sessionId: string | null;
  readonly requestBytes: number;
  readonly usage: Usage;
}

export interface AccountedUsage {
  /** Uncached input without what was read from or written to a cache. */
  readonly usage: Usage;
  /** Null: unpriced. */
  readonly costMicroUsd: number | null;
}

/** Makes of a report what is recorded. Looks only into memory and never throws. */
export type UsageAccounting = (reported: ReportedUsage) => AccountedUsage;

/** What tokens cost, in millionths of a US dollar; null: unpriced. Looks only into memory and never throws. */
export type CostOf = (endpoint: ProxyEndpoint, sentModel: string, usage: Usage) => number | null;

/** What is kept of requests and answers. Calls return at once and never throw; bytes are not changed afterwards by anybody. */
export interface AuditSink {
  /** @param begun.body Null: it has none, or comes in chunks. @returns Null when this exchange is not audited. */
  begin(begun: {
    readonly id: string;
    readonly startedAtMs: number;
    readonly method: string;
    /** Path and query. */
    readonly target: string;
    readonly headers: readonly string[];
    readonly body: Buffer | null;
  }): ExchangeAudit | null;
}

export interface ExchangeAudit {
  originalChunk(chunk: Buffer): void;
  /** What is left of the client's body, perhaps all of it, will not be read. */
  originalUnread(): void;
  /** An attempt begins. Pieces may lie in the memory of the original body; `original`: that body as it comes. */
  forwarded(request: {
    readonly method: string;
    readonly origin: string;
    readonly path: string;
    readonly headers: readonly string[];
    readonly body: readonly Buffer[] | 'original' | null;
  }): void;
  upstreamHead(status: number, headers: readonly string[]): void;
  upstreamChunk(chunk: Buffer): void;
  /** From now on the client gets what this attempt's endpoint sends, byte for byte. */
  copiesUpstream(): void;
  deliveredHead(status: number, headers: readonly string[]): void;
  /** A chunk on its way from an endpoint to the client. */
  relayed(chunk: Buffer): void;
  /** Bytes of our own for the client. */
  delivered(bytes: Buffer): void;
  /** The memory of the client's body is about to be freed: what was told of it is copied now, if it has not been yet. */
  settle(): void;
  ended(): void;
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
