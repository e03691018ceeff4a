import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { EndpointStore, StoredEndpoint, StoredToken, TokenStore } from '../../../../src-main/configuration/ports.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { openForReading } from '../../../../src-main/storage/open-database.ts';
import { Storage } from '../../../../src-main/storage/storage.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
let logger: CaptureLogger;
beforeEach(async () => {
  folder = await useTempFolder();
  logger = new CaptureLogger();
});

async function startStorage() {
  const storage = new Storage({ file: join(folder, 'proxy.db'), clock: systemClock, logger });
  onTestFinished(() => storage.stop());
  return { storage, ...(await storage.start()) };
}

const endpoint: StoredEndpoint = {
  id: 'e1',
  position: 1,
  name: 'main',
  baseUrl: 'https://api.example.com',
  protocol: 'anthropic',
  authStyle: 'auto',
  modelMap: { sonnet: 'big-model', 'claude-*': 'other' },
  families: ['sonnet', 'opus'],
  maxConcurrent: 7,
  inputIncludesCache: true,
  costMultiplier: 0.25,
  note: 'a "note"',
  isEnabled: true,
  sealedCredential: 'v1.sealed',
  revision: 3,
  removedAtMs: null,
  createdAtMs: 1,
  updatedAtMs: 2,
};
const token: StoredToken = { name: 'ci', kind: 'named', hash: 'ab'.repeat(32), tail: 'w3Qf', createdAtMs: 5, lastUsedAtMs: null, expiresAtMs: null };

describe('Storage', () => {
  it('shows an exchange at once, from its start to its end, with what its attempts used', async () => {
    const { storage } = await startStorage();
    const start = sampleStart();
    storage.recorder.started(start);
    expect(await storage.exchanges.get(start.id)).toEqual({ ...start, attempts: [] });

    const failed = sampleAttempt({ number: 1, endpoint: 'first', status: 529, verdict: 'try-next', restMs: 10_000, usage: null, costMicroUsd: null });
    storage.recorder.attempted(start.id, { ...failed, verdict: null, status: null });
    expect(await storage.exchanges.get(start.id)).toMatchObject({ outcome: null, endpoint: 'first', attemptCount: 1, attempts: [{ verdict: null }] });

    const attempts = [failed, sampleAttempt({ number: 2 })];
    const end = sampleEnd(start, attempts);
    storage.recorder.finished(end, attempts);
    expect(await storage.exchanges.get(start.id)).toEqual({ ...end, attempts });
    expect(await storage.exchanges.list({ limit: 10 })).toEqual({ items: [end], nextCursor: null, searchedToMs: null });
    const report = await storage.usage.report({ by: 'day', sinceMs: 0, untilMs: SAMPLE_START_MS + 1, timeZone: 'UTC' });
    expect(report.rows).toMatchObject([{ key: '2026-01-15', exchanges: 1, errors: 0, outputTokens: 50, cacheWriteTokens: 34, costMicroUsd: 1_234 }]);
  });

  it('keeps everything over a restart, and marks what was left open as interrupted', async () => {
    const first = await startStorage();
    const [ended, open] = [sampleStart(), sampleStart()];
    first.storage.recorder.started(ended);
    first.storage.recorder.started(open);
    first.storage.recorder.attempted(open.id, sampleAttempt({ verdict: null, usage: null }));
    first.storage.recorder.finished(sampleEnd(ended, [sampleAttempt()]), [sampleAttempt()]);
    await first.storage.stop();

    const second = await startStorage();
    expect(second.interrupted).toBe(1);
    expect(await second.storage.exchanges.get(ended.id)).toMatchObject({ outcome: 'delivered' });
    expect(await second.storage.exchanges.get(open.id)).toMatchObject({ outcome: 'interrupted', endpoint: 'main', attemptCount: 1 });
    await second.storage.stop();
    expect((await startStorage()).interrupted).toBe(0);
  });

  it('satisfies the stores of the configuration, with durable, whole changes', async () => {
    const { storage } = await startStorage();
    const endpoints: EndpointStore = storage.endpoints;
    const tokens: TokenStore = storage.tokens;
    const second = { ...endpoint, id: 'e2', position: 2, isEnabled: false, sealedCredential: null, removedAtMs: 9 };
    await endpoints.write({ upsert: [second, endpoint], remove: [] });
    await tokens.write({ upsert: [token], remove: ['unknown'] });
    expect(await endpoints.load()).toEqual([endpoint, second]);
    expect(await tokens.load()).toEqual([token]);
    await storage.stop();

    const again = (await startStorage()).storage;
    await again.endpoints.write({ upsert: [{ ...endpoint, name: 'renamed', revision: 4 }], remove: ['e2'] });
    await again.tokens.write({ upsert: [], remove: ['ci'] });
    expect(await again.endpoints.load()).toEqual([{ ...endpoint, name: 'renamed', revision: 4 }]);
    expect(await again.tokens.load()).toEqual([]);
  });

  it('makes private files and leaves those of the app it replaces as they are', async () => {
    await mkdir(join(folder, 'audit'));
    await writeFile(join(folder, 'code_proxy.db'), 'the old database');
    await writeFile(join(folder, 'audit', '2025-01-01.db'), 'the old audit');
    const before = await Promise.all(['code_proxy.db', 'audit/2025-01-01.db'].map((name) => stat(join(folder, name))));

    const { storage } = await startStorage();
    storage.recorder.started(sampleStart());
    await storage.exchanges.list({ limit: 1 });
    for (const name of ['proxy.db', 'proxy.db-wal', 'proxy.db-shm']) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    await storage.stop();

    expect((await readdir(folder)).sort()).toEqual(['audit', 'code_proxy.db', 'proxy.db']);
    expect(await readFile(join(folder, 'code_proxy.db'), 'utf8')).toBe('the old database');
    const after = await Promise.all(['code_proxy.db', 'audit/2025-01-01.db'].map((name) => stat(join(folder, name))));
    expect(after.map((file) => [file.mtimeMs, file.size])).toEqual(before.map((file) => [file.mtimeMs, file.size]));
  });

  it('sums up all days that are over when it prunes, as after an update of a long history', async () => {
    const { storage } = await startStorage();
    for (let day = 0; day < 10; day += 1) {
      const end = sampleEnd(sampleStart({ startedAtMs: SAMPLE_START_MS + day * 86_400_000 }), []);
      storage.recorder.finished(end, []);
    }
    await storage.recorder.settled();
    await storage.prune(0);
    const database = openForReading(join(folder, 'proxy.db'));
    onTestFinished(() => {
      database.close();
    });
    expect(database.prepare("SELECT count(*) FROM usage_day WHERE dimension = 'all'").pluck().get()).toBe(10);
  });

  it('prunes old exchanges in slices and keeps their sums', async () => {
    const { storage } = await startStorage();
    for (let index = 0; index < 600; index += 1) {
      const start = sampleStart({ startedAtMs: SAMPLE_START_MS + index });
      storage.recorder.finished(sampleEnd(start, [sampleAttempt()]), [sampleAttempt()]);
    }
    const stillOpen = sampleStart({ startedAtMs: SAMPLE_START_MS });
    storage.recorder.started(stillOpen);
    await storage.exchanges.list({ limit: 1 });
    expect(await storage.prune(SAMPLE_START_MS + 590)).toBe(590);
    const left = await storage.exchanges.list({ limit: 200 });
    expect(left.items).toHaveLength(11);
    expect(left.items.at(-1)?.id).toBe(stillOpen.id);
    const report = await storage.usage.report({ by: 'model', sinceMs: 0, untilMs: SAMPLE_START_MS + 1, timeZone: 'UTC' });
    expect(report.totals.exchanges).toBe(600);
  });

  it('rejects calls before the start and after the stop instead of hanging', async () => {
    const storage = new Storage({ file: join(folder, 'proxy.db'), clock: systemClock, logger });
    await expect(storage.exchanges.list({ limit: 1 })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await expect(storage.endpoints.load()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await storage.start();
    await Promise.all([storage.stop(), storage.stop()]);
    await storage.stop();
    await expect(storage.tokens.load()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await expect(storage.usage.report({ by: 'day', sinceMs: 0, untilMs: 1, timeZone: 'UTC' })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });

  it('can be started again after it could not open its file', async () => {
    const storage = new Storage({ file: join(folder, 'missing', 'proxy.db'), clock: systemClock, logger });
    await expect(storage.start()).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE', message: expect.stringContaining('missing') });
    await mkdir(join(folder, 'missing'));
    expect(await storage.start()).toEqual({ interrupted: 0 });
    await storage.stop();
    expect(logger.lines).toEqual([]);
  });

  it('says why nothing is recorded any more when its writer has died, and nothing before that', async () => {
    const dying = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id, call }) => {
        if (call === 'open') parentPort.postMessage({ id, isOk: true, output: { interrupted: 0 } });
        else process.exit(9);
      });`;
    const writerUrl = new URL(`data:text/javascript,${encodeURIComponent(dying)}`);
    const storage = new Storage({ file: join(folder, 'proxy.db'), clock: systemClock, logger, writerUrl });
    onTestFinished(() => storage.stop());
    expect(storage.fault()).toBeNull();
    await storage.start();
    expect(storage.fault()).toBeNull();
    await expect(storage.endpoints.load()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(storage.fault()).toContain('the storage writer ended with code 9; restart Code Proxy');
  });

  it('asks a fresh reader after one that could not open the database', async () => {
    const { storage } = await startStorage();
    const hidden = join(folder, 'elsewhere.db');
    await rename(join(folder, 'proxy.db'), hidden);
    await expect(storage.exchanges.list({ limit: 1 })).rejects.toMatchObject({ code: expect.stringMatching(/^(DATABASE|STORAGE)_/) });
    await rename(hidden, join(folder, 'proxy.db'));
    expect(await storage.exchanges.list({ limit: 1 })).toEqual({ items: [], nextCursor: null, searchedToMs: null });
  });
});
