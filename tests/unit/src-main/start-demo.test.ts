import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startDemo } from '../../../src-main/start-demo.ts';
import { AppError } from '../../../src-shared/app-error.ts';
import type { EndpointInput } from '../../../src-shared/schemas/endpoint.ts';
import type { ExchangeDetail } from '../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices, sampleEndpoint } from '../../support/admin-services.ts';

const base = fakeAdminServices();

/** Stands for the proxy: resolves with the token of the first request. */
async function fakeProxy() {
  const { promise: firstToken, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer((request, response) => {
    resolve(String(request.headers['x-api-key'] ?? request.headers.authorization));
    response.end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`, firstToken };
}

/** A core of which only the demo's needs are there. */
function coreOf(url: string | null, add: (input: EndpointInput) => Promise<unknown>) {
  const services = fakeAdminServices({
    status: () => ({ ...base.status(), proxy: { kind: url === null ? 'failed' : 'running', url, error: url === null ? 'no port' : null } }),
    endpoints: {
      ...base.endpoints,
      add: async (input) => {
        await add(input);
        return sampleEndpoint();
      },
    },
  });
  const past: ExchangeDetail[] = [];
  return { services, past, recordPast: (exchange: ExchangeDetail) => void past.push(exchange) };
}

describe('startDemo', () => {
  it('adds scripted endpoints that answer and sends traffic with the local token', async () => {
    const proxy = await fakeProxy();
    const added: EndpointInput[] = [];
    const demo = await startDemo(coreOf(proxy.url, async (input) => added.push(input)));
    expect(added.length).toBeGreaterThanOrEqual(3);
    expect(await proxy.firstToken).toContain('cp-current-token');
    expect((await fetch(added[0]?.baseUrl ?? '')).status).toBe(401);
    await demo.stop();
    await expect(fetch(added[0]?.baseUrl ?? '')).rejects.toThrow('fetch failed');
  });

  it('records weeks before today, at the endpoints that were added', async () => {
    const proxy = await fakeProxy();
    const core = coreOf(proxy.url, async () => undefined);
    const demo = await startDemo(core);
    await demo.stop();
    expect(core.past.length).toBeGreaterThan(1_000);
    expect(new Set(core.past.flatMap(({ attempts }) => attempts.map(({ endpointId }) => endpointId)))).toEqual(new Set(['endpoint-1']));
  });

  it('does not start without a running proxy', async () => {
    await expect(startDemo(coreOf(null, async () => undefined))).rejects.toThrow('no port');
  });

  it('stops the scripted endpoints when one cannot be added', async () => {
    const proxy = await fakeProxy();
    const seen: string[] = [];
    const refusing = coreOf(proxy.url, async ({ baseUrl }) => {
      seen.push(baseUrl);
      throw new AppError('STORAGE_FAILED', 'disk full');
    });
    await expect(startDemo(refusing)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await expect(fetch(seen[0] ?? '')).rejects.toThrow('fetch failed');
  });
});
