/**
 * `npm run bench:storage`: what the dashboard, the request list and the detail wait for on a large database, cold and warm, with and
 * without exchanges being recorded. Works on a copy of a seeded database. Started by scripts/bench-storage.mjs. Exit code 0
 * whatever the figures are: budgets are judged by people.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { spreadOf } from '../statistics.ts';
import { dashboardTopics, detailTopic, pageTopics, type Topic } from './questions.ts';
import { overBudget, renderStorageTable, type StorageMeasures, type TopicResult } from './storage-report.ts';
import { StorageRig } from './storage-rig.ts';
import { startWriteLoad } from './write-load.ts';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));
const WRITES_PER_SECOND = 200;
/** Answers per row of the table and state, at least; a row with several zones asks in turn. */
const ROUNDS = { full: 60, quick: 10 };
const WARM_UP = 5;
const ALONE_MS = { full: 10_000, quick: 2_000 };

const optionsSchema = z.object({ dataFolder: z.string(), isQuick: z.boolean() });
const { dataFolder, isQuick } = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const pace = isQuick ? 'quick' : 'full';
const say = (text: string) => process.stderr.write(`[bench] ${text}\n`);

const spanSchema = z.object({ sinceMs: z.number(), untilMs: z.number(), exchanges: z.number() });
const sampleSchema = z.object({ id: z.string(), sessionId: z.string() });

function topicsOf(file: string): { readonly topics: readonly Topic[]; readonly exchanges: number } {
  const database = new Database(file, { readonly: true });
  const span = spanSchema.parse(
    database.prepare('SELECT min(started_at_ms) AS sinceMs, max(started_at_ms) AS untilMs, count(*) AS exchanges FROM exchanges').get(),
  );
  const at = database.prepare('SELECT id, session_id AS sessionId FROM exchanges WHERE session_id IS NOT NULL AND seq >= ? ORDER BY seq LIMIT 1');
  const samples = Array.from({ length: 20 }, (_, index) => sampleSchema.parse(at.get(Math.floor((span.exchanges * (index + 1)) / 25))));
  database.close();
  const [sample] = samples;
  if (sample === undefined) throw new Error('the database holds no exchange with a session');
  const topics = [...dashboardTopics(span.untilMs), ...pageTopics(span, sample), detailTopic(samples.map(({ id }) => id))];
  return { topics, exchanges: span.exchanges };
}

async function answersOf(rig: StorageRig, topic: Topic, atLeast: number): Promise<readonly number[]> {
  const tookMs: number[] = [];
  while (tookMs.length < atLeast) for (const question of topic.questions) tookMs.push((await rig.ask(question)).tookMs);
  return tookMs;
}

async function coldOf(rig: StorageRig, topic: Topic): Promise<number> {
  let slowestMs = 0;
  for (const question of topic.questions.slice(0, 2)) {
    await rig.coolDown();
    slowestMs = Math.max(slowestMs, (await rig.ask(question)).tookMs);
  }
  return slowestMs;
}

async function measure(file: string): Promise<StorageMeasures> {
  const { topics, exchanges } = topicsOf(file);
  const databaseBytes = statSync(file).size;
  const rig = new StorageRig(file);
  await rig.start();
  const coldMs: number[] = [];
  for (const topic of topics) {
    coldMs.push(await coldOf(rig, topic));
    if (coldMs.length % 20 === 0) say(`cold: ${coldMs.length} of ${topics.length} rows`);
  }
  // One reader from here on, as in an app that has been looked at for a while.
  for (const topic of topics) await answersOf(rig, topic, WARM_UP);
  say('warm ...');
  const results: (Omit<TopicResult, 'writing'> & { readonly topic: Topic })[] = [];
  for (const [index, topic] of topics.entries()) {
    const tookMs = await answersOf(rig, topic, ROUNDS[pace]);
    results.push({
      topic,
      group: topic.group,
      measure: topic.measure,
      coldMs: coldMs[index] ?? Number.NaN,
      bestMs: Math.min(...tookMs),
      warm: spreadOf(tookMs),
    });
  }
  say(`now while ${WRITES_PER_SECOND} exchanges a second are recorded ...`);
  const endLoad = startWriteLoad(rig, WRITES_PER_SECOND, 99);
  await sleep(ALONE_MS[pace]);
  const alone = spreadOf(rig.commitDelaysMs);
  rig.commitDelaysMs = [];
  const done: TopicResult[] = [];
  for (const { topic, ...result } of results) done.push({ ...result, writing: spreadOf(await answersOf(rig, topic, ROUNDS[pace])) });
  const asked = spreadOf(rig.commitDelaysMs);
  say(`${endLoad()} exchanges were recorded`);
  await rig.stop();
  return { exchanges, databaseBytes, topics: done, commit: { perSecond: WRITES_PER_SECOND, alone, asked } };
}

const folder = await mkdtemp(join(dataFolder, 'bench-'));
try {
  const file = join(folder, 'proxy.db');
  // SQLite's own copy is whole even while an app has the original open.
  const original = new Database(dataPaths(dataFolder).database, { readonly: true });
  await original.backup(file);
  original.close();
  const measures = await measure(file);
  const over = overBudget(measures);
  process.stdout.write(renderStorageTable(measures));
  const [load = 0] = loadavg();
  if (load > cpus().length) process.stdout.write(`the machine was busy with other work as well: load ${load.toFixed(1)} on ${cpus().length} CPUs\n`);
  process.stdout.write(over.length === 0 ? 'all within their budgets\n' : `over budget: ${over.join('; ')}\n`);
  mkdirSync(RESULTS, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const path = join(RESULTS, `storage-${stamp}.json`);
  writeFileSync(
    path,
    `${JSON.stringify({ at: stamp, cpu: cpus()[0]?.model, cpus: cpus().length, loadAverage: loadavg(), node: process.version, over, ...measures }, null, 2)}\n`,
  );
  say(`written to ${path}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
