/**
 * Counts exchanges for the metrics page. It hears of everything on the relaying thread, so it only adds numbers up in maps of
 * bounded size; the text format is made when somebody asks (metrics-page.ts).
 */
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { MICRO_USD_PER_USD, MS_PER_SECOND } from '../../src-shared/units.ts';

/** Upper bounds of the buckets, s: from a cached local answer to the longest thinking. */
export const DURATION_BOUNDS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600] as const;

/** Values of one label beyond this many count as `other`: names are the user's to choose, memory is ours. */
const MAX_LABEL_VALUES = 100;
const OTHER = 'other';

export const TOKEN_KINDS = ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface CountedValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Counts per bucket, not yet cumulated; the last one is above all bounds. */
export interface Durations {
  readonly buckets: readonly number[];
  readonly sumS: number;
}

class Histogram {
  readonly #buckets = new Array<number>(DURATION_BOUNDS_S.length + 1).fill(0);
  #sumS = 0;

  observe(ms: number): void {
    const seconds = Math.max(0, ms) / MS_PER_SECOND;
    const index = DURATION_BOUNDS_S.findIndex((bound) => seconds <= bound);
    const bucket = index === -1 ? DURATION_BOUNDS_S.length : index;
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#sumS += seconds;
  }

  get durations(): Durations {
    return { buckets: [...this.#buckets], sumS: this.#sumS };
  }
}

/** A sum per combination of label values. */
class Sums {
  readonly #names: readonly string[];
  readonly #known: readonly Set<string>[];
  readonly #sums = new Map<string, { readonly values: readonly string[]; sum: number }>();

  constructor(...names: readonly string[]) {
    this.#names = names;
    this.#known = names.map(() => new Set());
  }

  add(...values: readonly string[]): void {
    this.addSome(1, ...values);
  }

  addSome(amount: number, ...values: readonly string[]): void {
    const bounded = values.map((value, index) => bound(this.#known[index], value));
    const key = bounded.join('\n');
    const entry = this.#sums.get(key);
    if (entry === undefined) this.#sums.set(key, { values: bounded, sum: amount });
    else entry.sum += amount;
  }

  get values(): readonly CountedValue[] {
    return [...this.#sums.values()].map(({ values, sum }) => ({
      labels: Object.fromEntries(this.#names.map((name, index) => [name, values[index] ?? ''])),
      value: sum,
    }));
  }
}

function bound(known: Set<string> | undefined, value: string): string {
  if (known === undefined || known.has(value)) return value;
  if (known.size >= MAX_LABEL_VALUES) return OTHER;
  known.add(value);
  return value;
}

export class ExchangeCounters {
  readonly #exchanges = new Sums('kind', 'outcome');
  readonly #attempts = new Sums('endpoint', 'verdict', 'rule');
  readonly #tokens = new Map<TokenKind, number>(TOKEN_KINDS.map((kind) => [kind, 0]));
  readonly #costMicroUsd = new Sums('endpoint');
  readonly #unpriced = new Sums('endpoint');
  readonly #firstByte = new Histogram();
  readonly #total = new Histogram();

  /** Verdicts of attempts under way come with `finished`, once. */
  finished(exchange: ExchangeSummary, attempts: readonly Attempt[]): void {
    const { kind, outcome, startedAtMs, firstByteAtMs, endedAtMs } = exchange;
    this.#exchanges.add(kind, outcome ?? OTHER);
    for (const { endpoint, verdict, ruleId, usage, costMicroUsd } of attempts) {
      this.#attempts.add(endpoint, verdict ?? 'none', ruleId ?? 'none');
      if (usage === null) continue;
      if (costMicroUsd === null) this.#unpriced.add(endpoint);
      else this.#costMicroUsd.addSome(costMicroUsd, endpoint);
      this.#addTokens('input', usage.inputTokens);
      this.#addTokens('cache_read', usage.cacheReadTokens);
      this.#addTokens('cache_write_5m', usage.cacheWrite5mTokens);
      this.#addTokens('cache_write_1h', usage.cacheWrite1hTokens);
      this.#addTokens('output', usage.outputTokens);
    }
    // Failures and short calls would only blur how long an answer takes.
    if (kind !== 'messages' || outcome !== 'delivered') return;
    if (firstByteAtMs !== null) this.#firstByte.observe(firstByteAtMs - startedAtMs);
    if (endedAtMs !== null) this.#total.observe(endedAtMs - startedAtMs);
  }

  /** Since the start of the process. */
  read() {
    return {
      exchanges: this.#exchanges.values,
      attempts: this.#attempts.values,
      tokens: [...this.#tokens].map(([kind, value]): CountedValue => ({ labels: { kind }, value })),
      costUsd: this.#costMicroUsd.values.map(({ labels, value }): CountedValue => ({ labels, value: value / MICRO_USD_PER_USD })),
      unpriced: this.#unpriced.values,
      firstByte: this.#firstByte.durations,
      total: this.#total.durations,
    };
  }

  #addTokens(kind: TokenKind, count: number): void {
    this.#tokens.set(kind, (this.#tokens.get(kind) ?? 0) + count);
  }
}

export type Counted = ReturnType<ExchangeCounters['read']>;
