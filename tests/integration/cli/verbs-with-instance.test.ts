/** Every verb against a running instance, with a real exchange that failed over. */
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type CliHome, cli, cliHome, cliJson, startServe } from '../../support/cli-process.ts';
import { FakeEndpoint, jsonMessage, refuse } from '../../support/fake-endpoint.ts';

async function fakeEndpoint(...script: Parameters<typeof FakeEndpoint.start>[0]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

/** One message through the proxy with the token that `token show` tells. */
async function ask(home: CliHome): Promise<number> {
  const { token, baseUrl } = z.object({ token: z.string(), baseUrl: z.string() }).parse(await cliJson(home, ['token', 'show']));
  const body = JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 16, messages: [{ role: 'user', content: 'hi' }] });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const call = request(`${baseUrl}/v1/messages`, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', reject).end(body);
  });
}

describe('with a running instance', { timeout: 240_000 }, () => {
  it('shows an exchange that failed over, with both attempts and their verdicts', async () => {
    // Named, and longer than the commands below take on a busy machine: after a 529 it would be 10 s, or a minute, by chance.
    const busy = await fakeEndpoint(refuse(429, { headers: { 'retry-after': '3000' } }));
    const healthy = await fakeEndpoint(jsonMessage('hello'));
    const home = await cliHome();
    await startServe(home, ['--no-claude-settings']);
    await cli(home, ['endpoint', 'add', '--name', 'busy', '--url', busy.url, '--token', 'key-one']);
    await cli(home, ['endpoint', 'add', '--name', 'healthy', '--url', healthy.url, '--token-stdin'], 'key-two');
    expect(await ask(home)).toBe(200);
    expect([busy.seen.length, healthy.seen.length]).toEqual([1, 1]);

    const page = z.object({ items: z.array(z.object({ id: z.string() }).loose()), nextCursor: z.null() }).parse(await cliJson(home, ['requests']));
    expect(page.items).toHaveLength(1);
    const id = page.items[0]?.id ?? '';
    const expected = {
      id,
      outcome: 'delivered',
      status: 200,
      attempts: [
        { endpoint: 'busy', status: 429, verdict: 'try-next', reason: expect.any(String) },
        { endpoint: 'healthy', status: 200, verdict: 'deliver' },
      ],
      usage: { outputTokens: expect.any(Number) },
    };
    expect(page.items[0]).toMatchObject(expected);
    expect(await cliJson(home, ['request', id.slice(0, 13)])).toMatchObject(expected);
    expect((await cli(home, ['request', id])).out).toMatch(/busy .* 429 {2}try-next[\s\S]*healthy .* 200 {2}deliver/);
    expect((await cli(home, ['requests', '--endpoint', 'busy'])).out).toContain(id.slice(0, 13));
    expect(await cliJson(home, ['requests', '--status', '5xx'])).toEqual({ items: [], nextCursor: null });
    expect(await cliJson(home, ['usage', '--by', 'endpoint'])).toMatchObject({ totals: { exchanges: 1 } });

    expect((await cli(home, ['endpoint', 'list'])).out).toMatch(/P1 {2}busy +resting \d+ min/);
    await cli(home, ['endpoint', 'restore', 'busy']);
    expect(await cliJson(home, ['endpoint', 'show', 'busy'])).toMatchObject({ state: { kind: 'ready' } });
  });

  it('says where it is, gives login links, and stops', async () => {
    const home = await cliHome();
    const serve = await startServe(home, ['--no-claude-settings']);
    const { instanceId, proxyUrl, dashboardUrl, dataFolder } = serve.ready;
    expect(dataFolder).toBe(home.dataFolder);
    expect(await cliJson(home, ['status'])).toMatchObject({
      running: true,
      instanceId,
      host: 'headless',
      proxy: { kind: 'running', url: proxyUrl },
      dashboardUrl,
    });
    expect((await cli(home, ['dashboard', '--print'])).out).toMatch(new RegExp(`^${dashboardUrl}/\\S+#\\S+\\n$`));
    expect((await cli(home, ['token', 'show'])).out).toContain(`ANTHROPIC_BASE_URL=${proxyUrl}`);
    expect(await cliJson(home, ['stop'])).toMatchObject({ stopped: true, instanceId });
    expect((await serve.finished).code).toBe(0);
    expect(await cliJson(home, ['status'])).toMatchObject({ running: false });
  });

  it('tests a connection with a real request', async () => {
    const endpoint = await fakeEndpoint(jsonMessage('hello'));
    const home = await cliHome();
    await startServe(home, ['--no-claude-settings']);
    await cli(home, ['endpoint', 'add', '--name', 'good', '--url', endpoint.url, '--token', 'key']);
    await cli(home, ['endpoint', 'add', '--name', 'gone', '--url', 'http://127.0.0.1:1', '--token', 'key']);
    expect(await cli(home, ['endpoint', 'test', 'good'])).toMatchObject({ code: 0, out: expect.stringContaining('good: works') });
    expect(endpoint.seen).toHaveLength(1);
    const failed = await cli(home, ['endpoint', 'test', 'gone', '--json']);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({ isOk: false, status: null, remedy: expect.any(String) });
  });

  it('refuses an endpoint that is the proxy itself', async () => {
    const home = await cliHome();
    const { ready } = await startServe(home, ['--no-claude-settings']);
    expect(await cliJson(home, ['endpoint', 'add', '--name', 'loop', '--url', ready.proxyUrl ?? ''])).toMatchObject({
      error: { code: 'ENDPOINT_IS_SELF' },
    });
  });
});
