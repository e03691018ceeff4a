/**
 * The metrics page in Prometheus' text format: what was counted, and how the parts are right now. Loaded when the first scrape
 * comes, since most people never ask for it. Labels are bounded: endpoint and rule names by exchange-counters.ts, the rest are
 * closed lists; models and sessions are no labels.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import { type Counted, type CountedValue, DURATION_BOUNDS_S, type Durations } from './exchange-counters.ts';

/** How often the event loop's delay is sampled, ms. */
const DELAY_RESOLUTION_MS = 20;
const NS_PER_SECOND = 1_000_000_000;
const NS_PER_MS = 1_000_000;
const QUANTILES = [0.5, 0.9, 0.99] as const;

/** How the parts are at the moment of the scrape. */
export interface MetricsNow {
  readonly version: string;
  readonly startedAtMs: number;
  readonly counted: Counted;
  readonly endpoints: readonly EndpointWithState[];
  readonly liveExchanges: number;
  readonly waitingExchanges: number;
  /** Request bodies in memory, bytes. */
  readonly heldBytes: number;
  /** Records that wait for the writer. */
  readonly storageQueue: number;
}

type Delay = Pick<ReturnType<typeof monitorEventLoopDelay>, 'count' | 'max' | 'percentile' | 'enable' | 'disable' | 'reset'>;

export class MetricsPage {
  readonly #delay: Delay;

  constructor({ delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS }) }: { readonly delay?: Delay } = {}) {
    this.#delay = delay;
  }

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  async render(now: MetricsNow): Promise<{ readonly contentType: string; readonly text: string }> {
    const registry = new Registry();
    addCounted(registry, now.counted);
    addState(registry, now);
    this.#addProcess(registry, now);
    return { contentType: registry.contentType, text: await registry.metrics() };
  }

  /** Delays are those since the scrape before. */
  #addProcess(registry: Registry, now: MetricsNow): void {
    const delays = QUANTILES.map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: delayS(this.#delay.percentile(quantile * 100)),
    }));
    const max = { labels: { quantile: '1' }, value: delayS(this.#delay.max) };
    // Without a sample the maximum is 0 and the percentiles are not.
    if (this.#delay.count > 0)
      gauge(registry, 'code_proxy_event_loop_delay_seconds', 'Delay of the event loop since the last scrape.', [...delays, max]);
    this.#delay.reset();
    const { user, system } = process.cpuUsage();
    counter(registry, 'process_cpu_seconds_total', 'CPU time of all threads.', [plain((user + system) / 1_000_000)]);
    gauge(registry, 'process_resident_memory_bytes', 'Resident memory.', [plain(process.memoryUsage.rss())]);
    gauge(registry, 'process_start_time_seconds', 'Unix time of the start.', [plain(now.startedAtMs / MS_PER_SECOND)]);
  }
}

/** @param intervalNs What is sampled: the time between two timers, which is the resolution when nothing was late. */
function delayS(intervalNs: number): number {
  return Math.max(0, intervalNs - DELAY_RESOLUTION_MS * NS_PER_MS) / NS_PER_SECOND;
}

function addCounted(registry: Registry, { exchanges, attempts, tokens, costUsd, unpriced, firstByte, total }: Counted): void {
  counter(registry, 'code_proxy_exchanges_total', 'Exchanges that have ended.', exchanges, ['kind', 'outcome']);
  counter(registry, 'code_proxy_attempts_total', 'Attempts of exchanges that have ended.', attempts, ['endpoint', 'verdict', 'rule']);
  counter(registry, 'code_proxy_tokens_total', 'Tokens that endpoints reported or that were estimated.', tokens);
  counter(registry, 'code_proxy_cost_usd_total', 'What attempts with a price cost, US dollars.', costUsd, ['endpoint']);
  counter(registry, 'code_proxy_unpriced_attempts_total', 'Attempts that used tokens of a model without a price.', unpriced, ['endpoint']);
  histogram(registry, 'code_proxy_first_byte_seconds', 'From the request to the first byte of a delivered answer.', firstByte);
  histogram(registry, 'code_proxy_exchange_seconds', 'From the request to the last byte of a delivered answer.', total);
}

function addState(registry: Registry, now: MetricsNow): void {
  const { endpoints } = now;
  const states = (['ready', 'resting', 'probing', 'disabled'] as const).map((state) => ({
    labels: { state },
    value: endpoints.filter((endpoint) => endpoint.state.kind === state).length,
  }));
  const perEndpoint = (value: (endpoint: EndpointWithState) => number) =>
    endpoints.map((endpoint) => ({ labels: { endpoint: endpoint.name }, value: value(endpoint) }));
  gauge(registry, 'code_proxy_info', 'Version.', [{ labels: { version: now.version }, value: 1 }]);
  gauge(registry, 'code_proxy_endpoints', 'Endpoints by state.', states);
  gauge(
    registry,
    'code_proxy_endpoint_rests',
    'Rests of an endpoint and its models.',
    perEndpoint(({ state }) => state.rests.length),
  );
  gauge(
    registry,
    'code_proxy_endpoint_live',
    'Attempts under way at an endpoint.',
    perEndpoint(({ state }) => state.liveExchanges),
  );
  gauge(registry, 'code_proxy_live_exchanges', 'Exchanges under way.', [plain(now.liveExchanges)]);
  gauge(registry, 'code_proxy_waiting_exchanges', 'Exchanges that wait for a place at a full endpoint.', [plain(now.waitingExchanges)]);
  gauge(registry, 'code_proxy_held_bytes', 'Request bodies in memory.', [plain(now.heldBytes)]);
  gauge(registry, 'code_proxy_storage_queue', 'Records that wait to be written.', [plain(now.storageQueue)]);
}

function plain(value: number): CountedValue {
  return { labels: {}, value };
}

/** @param labelNames Needed where there may be no value yet: without them the library would show a 0 without labels. */
function counter(registry: Registry, name: string, help: string, values: readonly CountedValue[], labelNames = labelNamesOf(values)): void {
  const metric = new Counter({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of values) metric.inc(labels, value);
}

function gauge(registry: Registry, name: string, help: string, values: readonly CountedValue[], labelNames = labelNamesOf(values)): void {
  const metric = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of values) metric.set(labels, value);
}

function labelNamesOf(values: readonly CountedValue[]): string[] {
  return Object.keys(values[0]?.labels ?? {});
}

function histogram(registry: Registry, name: string, help: string, durations: Durations): void {
  new CountedHistogram({ name, help, durations, registry });
}

/** A histogram that was counted elsewhere: the library's own can only be fed one value at a time. */
class CountedHistogram extends Histogram {
  readonly #shown: { readonly name: string; readonly help: string; readonly durations: Durations };

  constructor({
    name,
    help,
    durations,
    registry,
  }: { readonly name: string; readonly help: string; readonly durations: Durations; readonly registry: Registry }) {
    super({ name, help, buckets: [...DURATION_BOUNDS_S], registers: [registry] });
    this.#shown = { name, help, durations };
  }

  /** What the registry asks for when it writes the text. */
  async getForPromString() {
    const { name, help, durations } = this.#shown;
    let count = 0;
    const values = durations.buckets.map((inBucket, index) => {
      count += inBucket;
      return { metricName: `${name}_bucket`, labels: { le: DURATION_BOUNDS_S[index] ?? '+Inf' }, value: count };
    });
    const sums = [
      { metricName: `${name}_sum`, labels: {}, value: durations.sumS },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
    return { name, help, type: 'histogram', values: [...values, ...sums] };
  }
}
