/**
 * Judges whether an endpoint counts cache reads and writes into `input_tokens`, by comparing successive answers of a session.
 *
 * An answer speaks for it when the session's cached prefix grew, and yet more input is called uncached than the body gained bytes:
 * a token has at least one byte, so most of that input was in the request before, and was read from the cache. One answer that
 * reports more cached tokens than input proves the opposite. Why these and no others: docs/decisions/0121.
 */
import type { Usage } from '../../src-shared/schemas/exchange.ts';

/** Below this, numbers are alike by chance, tokens. */
const MIN_CACHED_TOKENS = 4_096;
/** Answers in favour, none against, before anything is proposed. */
const ANSWERS_NEEDED = 4;
/** A request that is cached almost whole counts hardly more input than that. */
const MAX_INPUT_PER_CACHED = 1.25;
/** Sessions that are compared at once; the one used last stays longest. */
const MAX_SESSIONS = 8;

export interface CacheAnswer {
  /** Session and sent model: prompt caches belong to a model. */
  readonly conversation: string;
  readonly requestBytes: number;
  readonly usage: Usage;
}

interface Seen {
  readonly requestBytes: number;
  readonly cachedTokens: number;
}

/** What the answers of one endpoint say. Numbers only, of bounded size. */
export class CacheEvidence {
  readonly #last = new Map<string, Seen>();
  #inFavour = 0;

  get isConvincing(): boolean {
    return this.#inFavour >= ANSWERS_NEEDED;
  }

  saw({ conversation, requestBytes, usage }: CacheAnswer): void {
    if (usage.source !== 'reported') return;
    const cachedTokens = usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
    const before = this.#last.get(conversation);
    this.#remember(conversation, { requestBytes, cachedTokens });
    if (cachedTokens < MIN_CACHED_TOKENS) return;
    if (usage.inputTokens < cachedTokens) {
      this.#inFavour = 0;
      return;
    }
    if (before === undefined || usage.inputTokens > cachedTokens * MAX_INPUT_PER_CACHED) return;
    const gainedBytes = requestBytes - before.requestBytes;
    const hasCacheGrown = cachedTokens > before.cachedTokens && before.cachedTokens >= MIN_CACHED_TOKENS;
    const wasReadAgain = usage.cacheReadTokens >= before.cachedTokens * 0.9;
    if (gainedBytes > 0 && hasCacheGrown && wasReadAgain && usage.inputTokens > gainedBytes) this.#inFavour += 1;
  }

  #remember(conversation: string, seen: Seen): void {
    this.#last.delete(conversation);
    this.#last.set(conversation, seen);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MAX_SESSIONS && oldest !== undefined) this.#last.delete(oldest);
  }
}
