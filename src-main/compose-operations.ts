/** Builds what an operator sees of the running proxy: log lines of exchanges, `/health` and `/metrics`. */
import type { Attempt, ExchangeSummary } from '../src-shared/schemas/exchange.ts';
import type { LiveExchanges } from './admin/live-exchanges.ts';
import type { CoreData } from './compose-data.ts';
import type { EndpointRegistry } from './configuration/endpoint-registry.ts';
import type { CoreContext } from './core-context.ts';
import { ExchangeCounters } from './operations/exchange-counters.ts';
import { ExchangeLog } from './operations/exchange-log.ts';
import type { MetricsPage } from './operations/metrics-page.ts';
import type { EndpointSlots } from './proxy/endpoint-slots.ts';
import type { ProxyOperations } from './proxy/ports.ts';

export interface OperationsParts {
  readonly data: CoreData;
  readonly endpoints: EndpointRegistry;
  readonly live: LiveExchanges;
  readonly slots: EndpointSlots;
}

export interface Operations {
  readonly forListener: ProxyOperations;
  attempted(exchangeId: string, attempt: Attempt): void;
  finished(exchange: ExchangeSummary, attempts: readonly Attempt[]): void;
}

export function openOperations(context: CoreContext, { data, endpoints, live, slots }: OperationsParts): Operations {
  const { clock, logger, options, startedAtMs, undo } = context;
  const counters = new ExchangeCounters();
  const log = new ExchangeLog({ logger });
  let page: Promise<MetricsPage> | null = null;
  undo.defer(async () => (await page?.catch(() => null))?.stop());
  return {
    attempted: (exchangeId, attempt) => log.attempted(exchangeId, attempt),
    finished(exchange, attempts) {
      counters.finished(exchange, attempts);
      log.finished(exchange);
    },
    forListener: {
      health: () => ({
        version: options.version,
        uptimeMs: clock.nowMs() - startedAtMs,
        endpoints: byState(endpoints),
        liveExchanges: live.count,
      }),
      async metrics({ heldBytes }) {
        page ??= loadMetricsPage();
        return (await page).render({
          version: options.version,
          startedAtMs,
          counted: counters.read(),
          endpoints: endpoints.list(),
          liveExchanges: live.count,
          waitingExchanges: slots.waiting,
          heldBytes,
          storageQueue: data.storage.recorder.waiting,
        });
      },
    },
  };
}

/** Only now: the library and the watch of the event loop are for those who scrape. */
async function loadMetricsPage(): Promise<MetricsPage> {
  const { MetricsPage } = await import('./operations/metrics-page.ts');
  const page = new MetricsPage();
  page.start();
  return page;
}

function byState(endpoints: EndpointRegistry): Readonly<Record<string, number>> {
  const counts = { ready: 0, resting: 0, probing: 0, disabled: 0 };
  for (const { state } of endpoints.list()) counts[state.kind] += 1;
  return counts;
}
