/** kill -9 of a process that records, again and again on the same database: nothing that was promised may be missing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import BetterSqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src-main/platform/clock.ts';
import { Storage } from '../../src-main/storage/storage.ts';
import { CaptureLogger } from '../support/capture-logger.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const CHILD = fileURLToPath(new URL('../support/record-until-killed.ts', import.meta.url));

/** The promise is 100 ms. A machine that runs other tests at the same time may hold a thread up for longer. */
const MARGIN_MS = 1_500;
const LINES_BEFORE_KILL = 800;
/** How long before the margin a process records at least. */
const WHOLE_MS = 700;

interface Told {
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

async function recordAndKill(file: string): Promise<{ readonly told: ReadonlyMap<string, Told>; readonly killedAtMs: number }> {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const exited = once(child, 'exit');
  const told = new Map<string, Told>();
  let lines = 0;
  let killedAtMs = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, id, at] = line.split(' ');
    if (id !== undefined && what === 'started') told.set(id, { startedAtMs: Number(at), finishedAtMs: null });
    const started = told.get(id ?? '');
    if (id !== undefined && what === 'finished' && started !== undefined) told.set(id, { ...started, finishedAtMs: Number(at) });
    lines += 1;
    const firstAtMs = told.values().next().value?.startedAtMs ?? Number.POSITIVE_INFINITY;
    // Enough of them must be older than the margin.
    if (killedAtMs === 0 && lines >= LINES_BEFORE_KILL && Date.now() - firstAtMs > MARGIN_MS + WHOLE_MS) {
      killedAtMs = Date.now();
      child.kill('SIGKILL');
    }
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return { told, killedAtMs };
}

it('keeps every exchange that began before the last moments of a killed process, and marks the open ones as interrupted', async () => {
  const file = join(await useTempFolder(), 'proxy.db');
  const everTold = new Map<string, Told & { readonly killedAtMs: number }>();
  for (let round = 0; round < 3; round += 1) {
    const { told, killedAtMs } = await recordAndKill(file);
    expect(told.size).toBeGreaterThan(100);
    for (const [id, times] of told) everTold.set(id, { ...times, killedAtMs });
  }

  const logger = new CaptureLogger();
  const storage = new Storage({ file, clock: systemClock, logger });
  onTestFinished(() => storage.stop());
  const { interrupted } = await storage.start();
  expect(interrupted).toBeGreaterThan(0);
  let checked = 0;
  for (const [id, { startedAtMs, finishedAtMs, killedAtMs }] of everTold) {
    if (startedAtMs > killedAtMs - MARGIN_MS) continue;
    checked += 1;
    const detail = await storage.exchanges.get(id);
    const wasFinishedInTime = finishedAtMs !== null && finishedAtMs <= killedAtMs - MARGIN_MS;
    expect(detail?.outcome, `exchange ${id}`).toEqual(wasFinishedInTime ? 'delivered' : expect.stringMatching(/^(delivered|interrupted)$/));
    expect(detail?.attemptCount).toBe(1);
  }
  expect(checked).toBeGreaterThan(100);
  await storage.stop();
  expect(logger.lines).toEqual([]);

  const database = new BetterSqlite(file, { readonly: true });
  onTestFinished(() => {
    database.close();
  });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  const count = (sql: string) => z.number().parse(database.prepare(sql).pluck().get());
  expect(count('SELECT count(*) FROM exchanges WHERE outcome IS NULL')).toBe(0);
  expect(count('SELECT sum(delivered) FROM usage_15min')).toBe(count("SELECT count(*) FROM exchanges WHERE outcome = 'delivered'"));
  expect(count('SELECT sum(interrupted) FROM usage_15min')).toBe(count("SELECT count(*) FROM exchanges WHERE outcome = 'interrupted'"));
  expect(count('SELECT sum(output_tokens) FROM usage_15min')).toBe(count('SELECT sum(output_tokens) FROM attempts'));
}, 120_000);
