import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EndpointRegistry } from '../../src-main/configuration/endpoint-registry.ts';
import { TokenRegistry } from '../../src-main/configuration/token-registry.ts';
import { KeyHomes } from '../../src-main/platform/key-homes.ts';
import { NO_KEYCHAIN } from '../../src-main/platform/keychain.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { SecretBox } from '../../src-main/platform/secret-box.ts';
import { Storage } from '../../src-main/storage/storage.ts';
import { type EndpointInputRaw, endpointInputSchema } from '../../src-shared/schemas/endpoint.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';

const input = (raw: Partial<EndpointInputRaw>) => endpointInputSchema.parse({ name: 'x', baseUrl: 'https://api.example.com', ...raw });

/** One run of the app on the folder, as far as configuration goes. */
async function withRun<T>(
  folder: string,
  instanceId: string,
  task: (run: { endpoints: EndpointRegistry; tokens: TokenRegistry }) => Promise<T>,
): Promise<T> {
  const clock = new FakeClock();
  const storage = new Storage({ file: join(folder, 'proxy.db'), clock, logger: silentLogger });
  await storage.start();
  try {
    const endpoints = new EndpointRegistry({
      store: storage.endpoints,
      sealer: await SecretBox.open(new KeyHomes({ file: join(folder, 'key'), keychain: NO_KEYCHAIN })),
      clock,
      logger: silentLogger,
      ownAddresses: () => [],
      stateOf: () => ({
        kind: 'ready',
        rests: [],
        liveExchanges: 0,
        lastSuccessAtMs: null,
        lastFailureAtMs: null,
        lastFailureReason: null,
        usageProposal: null,
      }),
      rest: () => undefined,
      restore: () => undefined,
      testConnection: () => Promise.reject(new Error('not here')),
      defaultModels: () => ({}),
    });
    const tokens = new TokenRegistry({ store: storage.tokens, clock, logger: silentLogger, instanceId });
    await endpoints.start();
    await tokens.start();
    return await task({ endpoints, tokens });
  } finally {
    await storage.stop();
  }
}

it('brings endpoints, their order and credentials, and local tokens back after a run that did not say goodbye', async () => {
  const folder = await tempFolder();
  const secret = 'sk-ant-api03-the-real-credential-of-the-user';
  const first = await withRun(folder, 'one', async ({ endpoints, tokens }) => {
    const a = await endpoints.add(input({ name: 'a', credential: secret, families: ['opus'], modelMap: { 'claude-*': 'm' }, note: 'n' }));
    await endpoints.add(input({ name: 'b' }));
    const c = await endpoints.clone(a.id);
    await endpoints.move(c.id, 1);
    await endpoints.edit('b', { isEnabled: false });
    await endpoints.remove(a.id);
    const named = await tokens.add('ci');
    return { list: endpoints.list(), named: named.token, own: tokens.current() };
  });
  await withRun(folder, 'two', async ({ endpoints, tokens }) => {
    expect(endpoints.list()).toEqual(first.list);
    expect(endpoints.list().map((endpoint) => endpoint.name)).toEqual(['a copy', 'b']);
    const copy = await endpoints.edit('a copy', { isEnabled: true });
    expect(endpoints.enabled().map((endpoint) => [endpoint.id, endpoint.credential?.reveal()])).toEqual([[copy.id, secret]]);
    expect([tokens.match(first.named), tokens.match(first.own), tokens.match(secret)]).toEqual([{ name: 'ci' }, { name: 'start one' }, null]);
  });
  const stored = await readFile(join(folder, 'proxy.db'), 'latin1');
  for (const plain of [secret, first.named, first.own]) expect(stored.includes(plain)).toBe(false);
});
