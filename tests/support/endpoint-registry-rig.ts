/** A registry of endpoints that is started, with a store in memory and a note of what it asks of others. */
import { EndpointRegistry, type EndpointRegistryOptions } from '../../src-main/configuration/endpoint-registry.ts';
import type { EnabledEndpoint } from '../../src-main/configuration/ports.ts';
import { Secret } from '../../src-main/platform/secret.ts';
import type { AppError } from '../../src-shared/app-error.ts';
import { type EndpointInput, type EndpointInputRaw, type EndpointState, endpointInputSchema } from '../../src-shared/schemas/endpoint.ts';
import { CaptureLogger } from './capture-logger.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryEndpointStore } from './memory-stores.ts';

const READY: EndpointState = {
  kind: 'ready',
  rests: [],
  liveExchanges: 0,
  lastSuccessAtMs: null,
  lastFailureAtMs: null,
  lastFailureReason: null,
  usageProposal: null,
};

/** Reversible and recognisable; the real one is tested with storage. */
const sealer = {
  seal: (plain: string) => `sealed:${Buffer.from(plain).toString('base64')}`,
  unseal: (sealed: string) => {
    if (!sealed.startsWith('sealed:')) throw new Error('wrong key');
    return new Secret(Buffer.from(sealed.slice(7), 'base64').toString());
  },
};

export function input(raw: Partial<EndpointInputRaw> & { name: string }): EndpointInput {
  return endpointInputSchema.parse({ baseUrl: 'https://api.example.com', ...raw });
}

export async function started(options: Partial<EndpointRegistryOptions> & { store?: MemoryEndpointStore } = {}) {
  const store = options.store ?? new MemoryEndpointStore();
  const clock = new FakeClock();
  const logger = new CaptureLogger();
  const restored: string[] = [];
  const rested: unknown[] = [];
  const tested: { endpoint: EnabledEndpoint; model: string | null }[] = [];
  const registry = new EndpointRegistry({
    sealer,
    clock,
    logger,
    ownAddresses: () => [{ host: '127.0.0.1', port: 9_000 }],
    stateOf: () => READY,
    rest: (...order) => void rested.push(order),
    restore: (id) => {
      restored.push(id);
    },
    testConnection: async (endpoint, model) => {
      tested.push({ endpoint, model });
      return { isOk: true, status: 200, durationMs: 1, model: model ?? 'm', message: 'ok', remedy: null, proposal: null };
    },
    defaultModels: () => ({ haiku: 'h' }),
    machine: () => ({ addresses: ['192.168.1.5'], hostname: 'box' }),
    ...options,
    store,
  });
  await registry.start();
  return { registry, store, clock, logger, rested, restored, tested };
}

/** "1 first", in their order. */
export const names = (registry: EndpointRegistry) => registry.list().map((endpoint) => `${endpoint.position} ${endpoint.name}`);
/** What it fails with; rejects when it does not. */
export const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => Promise.reject(new Error('did not fail')),
    (error: AppError) => error,
  );
