/** What `--demo` adds to either host on a fresh data folder: the scripted endpoints and sample traffic through the proxy. */
import { AppError } from '../src-shared/app-error.ts';
import type { Core } from './core-options.ts';
import { DemoTraffic } from './demo/demo-traffic.ts';
import { seededRandom } from './demo/seeded-random.ts';
import { startDemoEndpoints } from './demo/start-demo-endpoints.ts';

/** Each demo shows the same traffic, so that screenshots and tests can be compared. */
const TRAFFIC_SEED = 20;

export interface Demo {
  stop(): Promise<void>;
}

/** Rejects with PORT_IN_USE or whatever keeps the proxy from running: without it there is nothing to show. */
export async function startDemo({ endpoints, status, tokens }: Pick<Core['services'], 'endpoints' | 'status' | 'tokens'>): Promise<Demo> {
  const { url, error } = status().proxy;
  if (url === null) throw new AppError('INTERNAL', error ?? 'the proxy of the demo does not run');
  const scripted = await startDemoEndpoints();
  try {
    for (const endpoint of scripted.endpoints) await endpoints.add(endpoint);
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
