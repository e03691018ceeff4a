import { expect, it } from 'vitest';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { silence } from '../../../support/fake-endpoint.ts';
import { LOCAL_TOKEN } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();
const headers = { 'x-api-key': LOCAL_TOKEN };

it('a client that leaves while models are gathered is recorded as gone', async () => {
  const slow = await fake(silence);
  const proxy = await start({ endpoints: [{ baseUrl: slow.url, modelMap: { mine: 'x' } }] });
  const leaving = new AbortController();
  const asked = fetch(`${proxy.url}/v1/models`, { headers, signal: leaving.signal });
  await slow.arrived(1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  expect((await proxy.finishedOne()).exchange).toMatchObject({ kind: 'models', outcome: 'client_left' });
});

it('a stop while models are gathered answers at once and is recorded as interrupted', async () => {
  const slow = await fake(silence);
  const proxy = await start({ endpoints: [{ baseUrl: slow.url, modelMap: { mine: 'x' } }] });
  const asked = fetch(`${proxy.url}/v1/models`, { headers });
  await slow.arrived(1);
  await proxy.server.stop({ graceMs: 0 });
  expect((await asked).status).toBe(503);
  expect((await proxy.finishedOne()).exchange).toMatchObject({ kind: 'models', outcome: 'interrupted' });
});
