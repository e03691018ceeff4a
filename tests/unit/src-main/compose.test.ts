import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StartedReport, StartReport } from '../../../src-main/core-options.ts';
import { type LogFields, silentLogger } from '../../../src-main/platform/logger.ts';
import { sampleAttempt, sampleExchange } from '../../support/admin-services.ts';
import { addEndpoint, ask, coreFixture } from '../../support/core-fixture.ts';
import { answer, FakeEndpoint, refuse, refusedUrl, streamText } from '../../support/fake-endpoint.ts';
import { lowPort } from '../../support/low-port.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function started(report: StartReport): StartedReport {
  if (report.kind !== 'started') throw new Error('another instance runs');
  return report;
}

async function fakeEndpoint(...script: Parameters<typeof FakeEndpoint.start>[0][number][]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

/** A port that somebody else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('a core that runs', () => {
  it('answers from the second endpoint when the first refuses, and tells the whole story afterwards', async () => {
    const { core } = await coreFixture();
    await core.start();
    const healthy = await fakeEndpoint(streamText('hello'));
    await addEndpoint(core, { name: 'broken', baseUrl: await refusedUrl() });
    await addEndpoint(core, { name: 'healthy', baseUrl: healthy.url, credential: 'sk-healthy' });
    expect(await (await ask(core)).text()).toContain('hello');
    expect(healthy.seen).toHaveLength(1);

    const { items } = await core.services.exchanges.list({ limit: 10 });
    expect(items).toHaveLength(1);
    const detail = await core.services.exchanges.get(items[0]?.id ?? '');
    expect(detail).toMatchObject({ outcome: 'delivered', status: 200, endpoint: 'healthy' });
    expect(detail.attempts).toMatchObject([
      { endpoint: 'broken', verdict: 'try-next', ruleId: 'refused' },
      { endpoint: 'healthy', verdict: 'deliver', status: 200 },
    ]);
    expect(core.services.endpoints.list().map((endpoint) => endpoint.state.kind)).toEqual(['resting', 'ready']);
    expect(core.services.status()).toMatchObject({ endpoints: { ready: 1, resting: 1, disabled: 0 }, liveExchanges: 0 });
  });

  it('keeps endpoints, credentials and exchanges for the next start', async () => {
    const first = await coreFixture();
    await first.core.start();
    const endpoint = await fakeEndpoint(streamText('once'), streamText('twice'));
    await addEndpoint(first.core, { name: 'relay', baseUrl: endpoint.url, credential: 'sk-kept', authStyle: 'x-api-key' });
    await (await ask(first.core)).text();
    const earlierToken = first.core.services.tokens.current();
    await first.core.stop('restart');

    const second = await coreFixture({ folder: first.folder });
    await second.core.start();
    // An open session still has the token of the start before.
    await (await ask(second.core, { token: earlierToken })).text();
    expect(endpoint.seen.map((seen) => seen.headers['x-api-key'])).toEqual(['sk-kept', 'sk-kept']);
    expect((await second.core.services.exchanges.list({ limit: 10 })).items).toHaveLength(2);
  });

  it('keeps a credential that its endpoint repeats out of records, feed, state and log', async () => {
    const { core, folder, logger } = await coreFixture();
    await core.start();
    const gateway = await fakeEndpoint(answer(401, { 'content-type': 'application/json' }, '{"error":"no such key: sk-planted-secret"}'));
    await addEndpoint(core, { name: 'gateway', baseUrl: gateway.url, credential: 'sk-planted-secret' });
    await (await ask(core)).text();
    const { items } = await core.services.exchanges.list({ limit: 10 });
    const detail = await core.services.exchanges.get(items[0]?.id ?? '');
    expect(detail.attempts[0]?.reason).toContain('no such key: [secret]');
    const told = JSON.stringify([detail, core.services.endpoints.list(), logger.lines]);
    expect(told).not.toContain('sk-planted-secret');
    await core.stop('look at the files');
    for (const file of await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect((await readFile(join(file.parentPath, file.name))).includes('sk-planted-secret')).toBe(false);
    }
  });

  it('tells the feed about an exchange from its start to its end', async () => {
    const { core } = await coreFixture();
    await core.start();
    const ending = new AbortController();
    const feed = core.services.feed.read(null, ending.signal)[Symbol.asyncIterator]();
    expect((await feed.next()).value.event.type).toBe('reset');
    const endpoint = await fakeEndpoint(streamText('hello'));
    await addEndpoint(core, { name: 'relay', baseUrl: endpoint.url });
    await (await ask(core)).text();
    const types = new Set<string>();
    while (!types.has('exchange-finished')) {
      const next = await feed.next();
      if (next.done === true) break;
      types.add(next.value.event.type);
    }
    ending.abort();
    expect([...types]).toEqual(expect.arrayContaining(['endpoints-changed', 'exchange-started', 'attempt-changed', 'exchange-finished']));
  });

  it('stores an exchange of the past as if it had been relayed, and tells nobody', async () => {
    const { core } = await coreFixture();
    await core.start();
    const usage = { inputTokens: 5, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 7, source: 'reported' } as const;
    const ended = { firstByteAtMs: 1_000_100, endedAtMs: 1_000_200, usage, costMicroUsd: 9, sentModel: 'm' };
    const attempt = sampleAttempt({ ...ended, startedAtMs: 1_000_000, status: 200, verdict: 'deliver' });
    core.recordPast({ ...sampleExchange({ ...ended, id: 'past', startedAtMs: 1_000_000, outcome: 'delivered', status: 200 }), attempts: [attempt] });
    await expect.poll(async () => (await core.services.exchanges.list({ limit: 10 })).items.map(({ id }) => id)).toEqual(['past']);
    expect((await core.services.exchanges.get('past')).attempts).toHaveLength(1);
    const { figures } = await core.services.usage.overview({ sinceMs: 0, untilMs: 2_000_000, timeZone: 'UTC' });
    expect(figures).toMatchObject({ exchanges: 1, outputTokens: 7, costMicroUsd: 9 });
    expect(core.services.exchanges.live()).toEqual([]);
  });

  it('refuses an endpoint that leads back to its own listener', async () => {
    const { core } = await coreFixture();
    await core.start();
    const own = core.services.status().proxy.url ?? '';
    await expect(addEndpoint(core, { name: 'loop', baseUrl: own.replace('127.0.0.1', 'localhost') })).rejects.toMatchObject({
      code: 'ENDPOINT_IS_SELF',
    });
  });
});

describe('a core that a fault ends', () => {
  it('has the fault in its log file before it tries to stop anything', async () => {
    const order: string[] = [];
    const logger = {
      ...silentLogger,
      error: (message: string, fields?: LogFields) => void order.push(`${message}: ${String(fields?.error)}`),
      flush: async () =>
        void order.push((await readFile(fixture.claudeFile, 'utf8')).includes('ANTHROPIC_BASE_URL') ? 'flushed' : 'flushed too late'),
    };
    const fixture = await coreFixture({ logger });
    const { core, claudeFile } = fixture;
    await core.start();
    await core.stop('fault', new Error('boom'));
    expect(order).toEqual(['stopping because of a fault: Error: boom', 'flushed']);
    await expect(stat(claudeFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('Claude Code’s settings', () => {
  it('are written once the listener is up, taken back when the proxy is switched off, and written again when it is on', async () => {
    const { core, claudeFile } = await coreFixture();
    await mkdir(join(claudeFile, '..'), { recursive: true });
    const before = '{\r\n\t"model": "opus"\r\n}\r\n';
    await writeFile(claudeFile, before);
    const report = started(await core.start());
    expect(report.claude.kind).toBe('applied');
    const written = JSON.parse(await readFile(claudeFile, 'utf8'));
    expect(written).toMatchObject({
      model: 'opus',
      env: { ANTHROPIC_BASE_URL: report.proxy.url, ANTHROPIC_AUTH_TOKEN: core.services.tokens.current() },
    });

    await core.services.proxy.stop();
    expect(await readFile(claudeFile, 'utf8')).toBe(before);
    await core.services.proxy.start();
    expect(await readFile(claudeFile, 'utf8')).toContain('ANTHROPIC_BASE_URL');
    await core.stop('test');
    expect(await readFile(claudeFile, 'utf8')).toBe(before);
  });

  it.each([
    ['a demo', { isDemo: true }],
    ['a run that was told to leave them alone', { overrides: { port: 0, adminPort: 0, writeClaudeSettings: false } }],
  ])('are not touched by %s', async (_who, options) => {
    const { core, claudeFile } = await coreFixture(options);
    expect(started(await core.start()).claude.kind).toBe('unmanaged');
    await expect(stat(claudeFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('follow the proxy to another port when it is switched off and on', async () => {
    const { core, folder, claudeFile } = await coreFixture({ overrides: { adminPort: 0 } });
    // Not the default port: another program of this machine may have it.
    const [first, second] = [await lowPort(), await lowPort()];
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'settings.json'), JSON.stringify({ proxy: { port: first } }));
    await core.start();
    await core.services.settings.change([{ path: 'proxy.port', value: second }]);
    expect(core.services.settings.get().needsRestart).toEqual(['proxy.port']);
    expect(await readFile(claudeFile, 'utf8')).toContain(`http://127.0.0.1:${first}`);
    await core.services.proxy.stop();
    expect(await core.services.proxy.start()).toMatchObject({ kind: 'running', url: `http://127.0.0.1:${second}` });
    expect(await readFile(claudeFile, 'utf8')).toContain(`http://127.0.0.1:${second}`);
    expect(await readFile(claudeFile, 'utf8')).not.toContain(`:${first}`);
    expect(core.services.settings.get().needsRestart).toEqual([]);
    expect((await core.services.claude.diff()).diff).toBe('');
  });

  it('that are broken keep nobody from using the proxy, stay as they are, and the state says why', async () => {
    const { core, claudeFile } = await coreFixture();
    await mkdir(join(claudeFile, '..'), { recursive: true });
    await writeFile(claudeFile, '{ "env": ');
    const report = started(await core.start());
    expect(report.proxy.kind).toBe('running');
    expect(report.claude).toMatchObject({ kind: 'refused', message: expect.stringMatching(/line 1/) });
    expect(await readFile(claudeFile, 'utf8')).toBe('{ "env": ');
  });
});

describe('a start that finds something in its way', () => {
  it('names the instance that already runs on the data folder and starts nothing', async () => {
    const first = await coreFixture();
    const { instanceId } = started(await first.core.start());
    const second = await coreFixture({ folder: first.folder });
    expect(await second.core.start()).toMatchObject({ kind: 'already-running', instance: { instanceId, pid: process.pid } });
    expect(() => second.core.services).toThrow('not been started');
    expect(first.core.services.status().proxy.kind).toBe('running');
  });

  it('comes up without the proxy when its port is taken, says why, and leaves Claude Code alone', async () => {
    const port = await takenPort();
    const { core, claudeFile } = await coreFixture({ overrides: { port, adminPort: 0 } });
    const report = started(await core.start());
    expect(report.proxy).toMatchObject({ kind: 'failed', url: null, error: expect.stringContaining(String(port)) });
    expect(report.proxyError?.code).toBe('PORT_IN_USE');
    await expect(stat(claudeFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('undoes everything when the dashboard’s port is taken, so that the next start works', async () => {
    const adminPort = await takenPort();
    const rendererFolder = await tempFolder();
    const { core, folder, claudeFile } = await coreFixture({ rendererFolder, overrides: { port: 0, adminPort } });
    await expect(core.start()).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    await expect(stat(join(folder, 'data', 'instance.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(claudeFile)).rejects.toMatchObject({ code: 'ENOENT' });
    const next = await coreFixture({ folder, overrides: { port: 0, adminPort: 0 } });
    expect(started(await next.core.start()).proxy.kind).toBe('running');
  });

  it('keeps a broken settings file, uses the defaults, and leaves the proxy off until the user has looked', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data', 'settings.json'), '{ "proxy": { "port": 9');
    const { core } = await coreFixture({ folder });
    const report = started(await core.start());
    expect(report.proxy.kind).toBe('stopped');
    expect(report.warnings).toEqual([expect.stringMatching(/broken file is kept as .*settings\.json\.broken-/)]);
    expect((await core.services.proxy.start()).kind).toBe('running');
  });

  it.each([
    ['of another program', 'DATABASE_FOREIGN', (database: Database.Database) => database.pragma('application_id = 7')],
    ['of a newer version', 'DATABASE_NEWER', (database: Database.Database) => database.pragma('user_version = 999')],
  ])('refuses a database %s without changing it', async (_whose, code, change) => {
    const first = await coreFixture();
    await first.core.start();
    await first.core.stop('make a database');
    const file = join(first.folder, 'data', 'proxy.db');
    const database = new Database(file);
    change(database);
    database.close();
    const before = await readFile(file);
    const second = await coreFixture({ folder: first.folder });
    await expect(second.core.start()).rejects.toMatchObject({ code });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('never touches the files of the older app in the same folder', async () => {
    const folder = await tempFolder();
    const data = join(folder, 'data');
    await mkdir(join(data, 'audit', '2026-01-01'), { recursive: true });
    const files = ['code_proxy.db', 'audit/2026-01-01/request_body', 'model_pricing.json'];
    for (const name of files) await writeFile(join(data, name), `old ${name}`);
    const { core } = await coreFixture({ folder });
    await core.start();
    await core.stop('test');
    for (const name of files) expect(await readFile(join(data, name), 'utf8')).toBe(`old ${name}`);
  });
});

describe('a core on the data folder alone', () => {
  it('changes endpoints and tokens, listens to nobody, and leaves no trace of an instance', async () => {
    const { core, folder, claudeFile } = await coreFixture({ mode: 'data-only', overrides: {} });
    await core.start();
    await addEndpoint(core, { name: 'relay', baseUrl: 'http://127.0.0.1:1' });
    const { token } = await core.services.tokens.add('laptop');
    await expect(async () => core.services.proxy.start()).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
    await expect(core.services.claude.apply({ takeOver: false })).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
    await core.services.settings.change([{ path: 'proxy.port', value: 9_123 }]);
    const { diff } = await core.services.claude.diff();
    expect(diff).toContain('"ANTHROPIC_BASE_URL": "http://127.0.0.1:9123"');
    expect(diff).toContain('"ANTHROPIC_AUTH_TOKEN": "cp-••••"');
    await core.stop('done');
    await expect(stat(join(folder, 'data', 'instance.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(claudeFile)).rejects.toMatchObject({ code: 'ENOENT' });

    const next = await coreFixture({ folder });
    await next.core.start();
    const overloaded = await fakeEndpoint(refuse(400));
    await next.core.services.endpoints.edit(next.core.services.endpoints.get('relay').id, { baseUrl: overloaded.url });
    expect((await ask(next.core, { token })).status).toBe(400);
    expect(overloaded.seen).toHaveLength(1);
  });
});
