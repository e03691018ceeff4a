/** What `--demo` adds to either host on a fresh data folder: scripted endpoints, made-up weeks before today, and sample traffic. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../src-shared/app-error.ts';
import type { Core } from './core-options.ts';
import { demoHistory, type HistoryEndpoint } from './demo/demo-history.ts';
import { DemoTraffic } from './demo/demo-traffic.ts';
import { seededRandom } from './demo/seeded-random.ts';
import { startDemoEndpoints } from './demo/start-demo-endpoints.ts';

/** Each demo shows the same traffic, so that screenshots and tests can be compared. */
const TRAFFIC_SEED = 20;
const HISTORY_SEED = 7;
/** Exchanges that are recorded without a pause for others. */
const HISTORY_SLICE = 200;

export interface Demo {
  stop(): Promise<void>;
}

export type DemoCore = Pick<Core, 'recordPast'> & { readonly services: Pick<Core['services'], 'endpoints' | 'status' | 'tokens'> };

/** Rejects with PORT_IN_USE or whatever keeps the proxy from running: without it there is nothing to show. */
export async function startDemo(core: DemoCore): Promise<Demo> {
  const { endpoints, status, tokens } = core.services;
  const { url, error } = status().proxy;
  if (url === null) throw new AppError('INTERNAL', error ?? 'the proxy of the demo does not run');
  const scripted = await startDemoEndpoints();
  const added: HistoryEndpoint[] = [];
  try {
    for (const endpoint of scripted.endpoints) added.push(await endpoints.add(endpoint));
    await recordHistory(core, added);
  } catch (cause) {
    await scripted.stop();
    throw cause;
  }
  const traffic = new DemoTraffic({ proxyUrl: url, token: tokens.current(), random: seededRandom(TRAFFIC_SEED) });
  traffic.start();
  return {
    async stop() {
      traffic.stop();
      await scripted.stop();
    },
  };
}

async function recordHistory(core: Pick<Core, 'recordPast'>, [slow, flaky, healthy]: readonly HistoryEndpoint[]): Promise<void> {
  if (slow === undefined || flaky === undefined || healthy === undefined) return;
  let count = 0;
  for (const exchange of demoHistory({ nowMs: Date.now(), random: seededRandom(HISTORY_SEED), endpoints: [slow, flaky, healthy] })) {
    core.recordPast(exchange);
    count += 1;
    if (count % HISTORY_SLICE === 0) await setImmediate();
  }
}
