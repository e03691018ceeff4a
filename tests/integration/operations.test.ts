/** What an operator sees of a running core: health, metrics, log lines, and sessions that stay. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { FakeEndpoint, refuse, silence, streamText } from '../support/fake-endpoint.ts';

async function runningCore() {
  const { core, logger } = await coreFixture();
  await core.start();
  const busy = await FakeEndpoint.start([refuse(529, { message: 'the prompt was: top secret' })]);
  const healthy = await FakeEndpoint.start([streamText('hello')]);
  for (const endpoint of [busy, healthy]) onTestFinished(() => endpoint.stop());
  await addEndpoint(core, { name: 'busy', baseUrl: busy.url });
  await addEndpoint(core, { name: 'healthy', baseUrl: healthy.url });
  await addEndpoint(core, { name: 'spare', baseUrl: healthy.url, isEnabled: false });
  const get = (path: string) => fetch(`${core.services.status().proxy.url}${path}`, { headers: { 'x-api-key': core.services.tokens.current() } });
  return { core, logger, get };
}

describe('a running core', () => {
  it('tells its health and its metrics, after the first scrape and after the second', async () => {
    const { core, get } = await runningCore();
    const before = await (await get('/metrics')).text();
    expect(before).toContain('code_proxy_endpoints{state="ready"} 2');
    expect(before).not.toContain('code_proxy_exchanges_total{');
    await (await ask(core)).text();
    const page = await (await get('/metrics')).text();
    for (const line of [
      'code_proxy_exchanges_total{kind="messages",outcome="delivered"} 1',
      'code_proxy_attempts_total{endpoint="healthy",verdict="deliver",rule="success"} 1',
      'code_proxy_endpoint_rests{endpoint="busy"} 1',
      'code_proxy_exchange_seconds_count 1',
      'code_proxy_held_bytes 0',
      'code_proxy_live_exchanges 0',
    ])
      expect(page).toContain(line);
    expect(page).toMatch(/code_proxy_attempts_total\{endpoint="busy",verdict="try-next",rule="[\w-]+"\} 1/);
    expect(await (await get('/health')).json()).toMatchObject({
      status: 'ok',
      version: '0.0.0-test',
      uptimeMs: expect.any(Number),
      endpoints: { ready: 1, resting: 1, probing: 0, disabled: 1 },
      liveExchanges: 0,
    });
  });

  it('lets requests go that wait for a place as soon as the limit is raised', async () => {
    const { core } = await coreFixture();
    await core.start();
    const slow = await FakeEndpoint.start([silence]);
    onTestFinished(() => slow.stop());
    const { id } = await addEndpoint(core, { name: 'slow', baseUrl: slow.url, maxConcurrent: 1 });
    const leave = new AbortController();
    const headers = { 'x-api-key': core.services.tokens.current() };
    const asked = [ask(core, { signal: leave.signal })];
    await slow.arrived(1);
    asked.push(ask(core, { signal: leave.signal }));
    const metrics = async () => (await fetch(`${core.services.status().proxy.url}/metrics`, { headers })).text();
    await expect.poll(metrics).toContain('code_proxy_waiting_exchanges 1');
    await core.services.endpoints.edit(id, { maxConcurrent: 2 });
    await slow.arrived(2);
    leave.abort();
    await Promise.allSettled(asked);
  });

  it('logs one line for each exchange and a warning for each failover, without what endpoints say', async () => {
    const { core, logger } = await runningCore();
    await (await ask(core)).text();
    await expect.poll(() => logger.lines.filter(({ message }) => message === 'exchange finished')).toHaveLength(1);
    const [line] = logger.lines.filter(({ message }) => message === 'exchange finished');
    expect(line).toMatchObject({
      level: 'info',
      fields: { outcome: 'delivered', status: 200, endpoint: 'healthy', attempts: 2, ms: expect.any(Number) },
    });
    const failovers = logger.lines.filter(({ message }) => message.startsWith('an endpoint failed'));
    expect(failovers).toMatchObject([{ level: 'warn', fields: { endpoint: 'busy', status: 529 } }]);
    expect(JSON.stringify(logger.lines)).not.toContain('top secret');
  });

  it('shows the session that moved, where it stays and why', async () => {
    const { core } = await runningCore();
    const session = 'a1b2c3d4-0000-4000-8000-000000000000';
    await (await ask(core, { headers: { 'x-claude-code-session-id': session } })).text();
    const [staying, ...others] = core.services.sessions.list();
    expect(others).toEqual([]);
    expect(staying).toMatchObject({ session: 'a1b2c3d4', family: 'opus', endpoint: 'healthy', why: expect.stringMatching(/^busy answered 529/) });
    expect((staying?.endsAtMs ?? 0) - (staying?.lastUsedAtMs ?? 0)).toBe(300_000);
  });
});
