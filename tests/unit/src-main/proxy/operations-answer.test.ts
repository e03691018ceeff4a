import { describe, expect, it } from 'vitest';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { LOCAL_TOKEN } from '../../../support/start-proxy.ts';

const { proxy: start } = useDataPath();
const withToken = { headers: { 'x-api-key': LOCAL_TOKEN } };
const operations = {
  health: () => ({ version: '1.2.3', liveExchanges: 0 }),
  metrics: async ({ heldBytes }: { heldBytes: number }) => ({ contentType: 'text/plain; version=0.0.4', text: `held ${heldBytes}\n` }),
};

describe('answers to whoever operates the proxy', () => {
  it('say of health only that and who to anybody, and all of it to a local token', async () => {
    const { url } = await start({ endpoints: [], operations });
    const brief = { status: 'ok', instanceId: 'instance-of-the-tests' };
    expect(await (await fetch(`${url}/health`)).json()).toEqual(brief);
    expect(await (await fetch(`${url}/health`, { headers: { 'x-api-key': 'wrong' } })).json()).toEqual(brief);
    expect(await (await fetch(`${url}/health`, withToken)).json()).toEqual({ ...brief, version: '1.2.3', liveExchanges: 0 });
    const head = await fetch(`${url}/health`, { ...withToken, method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/json', '']);
  });

  it('give the metrics to a local token only, and record no exchange', async () => {
    const proxy = await start({ endpoints: [], operations });
    const page = await fetch(`${proxy.url}/metrics`, withToken);
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/plain; version=0.0.4', 'held 0\n']);
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) expect((await fetch(`${proxy.url}/metrics`, { headers })).status).toBe(403);
    expect((await fetch(`${proxy.url}/metrics`, { ...withToken, method: 'POST' })).status).toBe(404);
    expect(proxy.started).toEqual([]);
  });

  it('answer 500 to a page that cannot be made, and log why', async () => {
    const logger = new CaptureLogger();
    const broken = { ...operations, metrics: () => Promise.reject(new Error('no page')) };
    const { url } = await start({ endpoints: [], operations: broken, logger });
    expect((await fetch(`${url}/metrics`, withToken)).status).toBe(500);
    expect(logger.lines).toMatchObject([{ level: 'error', message: 'the metrics page could not be made' }]);
  });

  it('are 404 for metrics where nobody made any', async () => {
    const { url } = await start({ endpoints: [] });
    expect((await fetch(`${url}/metrics`, withToken)).status).toBe(404);
    expect(await (await fetch(`${url}/health`, withToken)).json()).toEqual({ status: 'ok', instanceId: 'instance-of-the-tests' });
  });
});
