/**
 * The soak: the built app under 100 clients that come, go and leave, before endpoints that fail by chance. At the end nothing may
 * be lost or doubled (the clients' view is the database's view), and sockets, file handles and memory are back where they were.
 * Started by scripts/soak.mjs. Exit code 0 when all of that holds.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { openAdminClient } from '../../src-main/cli/admin-client.ts';
import { seededRandom } from '../../src-main/demo/seeded-random.ts';
import { readInstanceFile } from '../../src-main/platform/instance-file.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { BuiltProxy } from '../../tests/support/built-proxy.ts';
import { residentBytes } from '../process-cost.ts';
import { runClient } from './client.ts';
import { FaultyEndpoint } from './faults.ts';
import { type ClientView, differences } from './ledger.ts';

const MIB = 1_048_576;
/**
 * Resident memory at the end, as a share of what the warmed-up app had. Wide, because a short run is over before the allocators have
 * reached their level; a slow leak shows in a run of ten minutes or more, where the level has long been reached.
 */
const MEMORY_RATIO = 1.6;
/** Connections that the app may keep beyond before: its pool to the endpoints, the admin socket. */
const HANDLE_SLACK = 12;
const SETTLE_LIMIT_MS = 20_000;
const RESTORE_EVERY_MS = 400;
const MAX_SHOWN = 20;

const optionsSchema = z.tuple([z.coerce.number().positive(), z.coerce.number().int(), z.coerce.number().int().positive()]);
const [minutes, seed, clients] = optionsSchema.parse(process.argv.slice(2));
const say = (text: string) => process.stdout.write(`[soak] ${text}\n`);

interface Handles {
  readonly files: number;
  readonly sockets: number;
}

/** What the process has open; null where the system does not tell. */
function handlesOf(pid: number): Handles | null {
  try {
    const targets = readdirSync(`/proc/${pid}/fd`).map((name) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${name}`);
      } catch {
        // Closed meanwhile.
        return '';
      }
    });
    return { files: targets.length, sockets: targets.filter((target) => target.startsWith('socket:')).length };
  } catch {
    // No /proc here.
    return null;
  }
}

/** Endpoints that rest would leave the last one alone with everything: bring them back all the time. */
async function keepRestoring(folder: string, signal: AbortSignal): Promise<void> {
  const instance = await readInstanceFile(dataPaths(folder).instance);
  if (instance === null) throw new Error('the instance cannot be found');
  const admin = await openAdminClient(instance);
  const all = await admin.caller.endpoints.list();
  while (!signal.aborted) {
    for (const { id } of all) await admin.caller.endpoints.restore({ id });
    await sleep(RESTORE_EVERY_MS);
  }
  await admin.close();
}

const storedSchema = z.array(
  z.object({ id: z.string(), session: z.string().nullable(), outcome: z.string().nullable(), status: z.number().nullable(), attempts: z.number() }),
);

function readDatabase(file: string) {
  const database = new Database(file, { readonly: true });
  const rows: unknown = database
    .prepare(
      `SELECT id, session_id AS session, outcome, status, (SELECT count(*) FROM attempts WHERE exchange_seq = exchanges.seq) AS attempts FROM exchanges`,
    )
    .all();
  database.close();
  return storedSchema.parse(rows);
}

async function untilBack(pid: number, before: Handles | null, endpoints: readonly FaultyEndpoint[]): Promise<Handles | null> {
  const limitMs = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    for (const endpoint of endpoints) endpoint.closeIdle();
    const now = handlesOf(pid);
    if (before === null || now === null || now.files <= before.files + HANDLE_SLACK || performance.now() > limitMs) return now;
    await sleep(250);
  }
}

async function soak(folder: string): Promise<readonly string[]> {
  const shares = [0.5, 0.3, 0.15, 0.1];
  const endpoints = shares.map(
    (faultShareRatio, index) => new FaultyEndpoint({ random: seededRandom(seed + index), faultShareRatio, longestPauseMs: 40 }),
  );
  const urls = await Promise.all(endpoints.map((endpoint) => endpoint.start()));
  const proxy = new BuiltProxy(folder);
  const { pid, proxyUrl } = await proxy.start();
  try {
    await proxy.json(z.unknown(), 'settings', 'set', 'proxy.firstByteTimeoutMs', '5s', 'proxy.idleTimeoutMs', '5s', 'proxy.apiTimeoutMs', '10s');
    for (const [index, url] of urls.entries())
      await proxy.json(z.unknown(), 'endpoint', 'add', '--name', `faulty-${index + 1}`, '--url', url, '--token', 'k');
    const { token } = await proxy.json(z.object({ token: z.string() }), 'token', 'show');
    const ended = new AbortController();
    const restoring = keepRestoring(folder, ended.signal);
    const run = (count: number, prefix: string, forMs: number) => {
      const overMs = performance.now() + forMs;
      const isOver = () => performance.now() >= overMs;
      return Promise.all(
        Array.from({ length: count }, (_, index) =>
          runClient({ proxyUrl, token, name: `soak-${prefix}${index}`, random: seededRandom(seed * 1_000 + index), leaveShareRatio: 0.15, isOver }),
        ),
      );
    };
    // What a first load makes the app take for good is no leak: the comparison begins after it.
    const totalMs = minutes * 60_000;
    const idle = handlesOf(pid);
    const warm = await run(clients, 'warm-', totalMs * 0.25);
    await untilBack(pid, idle, endpoints);
    const before = { handles: handlesOf(pid), bytes: residentBytes(pid) };
    const loaded = await run(clients, '', totalMs * 0.75);
    const peakBytes = residentBytes(pid);
    ended.abort();
    await restoring;
    const after = await untilBack(pid, before.handles, endpoints);
    const views = [...warm.flat(), ...loaded.flat()];
    const restingBytes = residentBytes(pid);
    await proxy.stop();
    return report({ views, folder, endpoints, before, after, peakBytes, restingBytes });
  } finally {
    await proxy.kill();
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
  }
}

interface Ended {
  readonly views: readonly ClientView[];
  readonly folder: string;
  readonly endpoints: readonly FaultyEndpoint[];
  readonly before: { readonly handles: Handles | null; readonly bytes: number };
  readonly after: Handles | null;
  readonly peakBytes: number;
  readonly restingBytes: number;
}

function report({ views, folder, endpoints, before, after, peakBytes, restingBytes }: Ended): readonly string[] {
  const stored = readDatabase(dataPaths(folder).database);
  const seen = new Map<string, number>();
  for (const endpoint of endpoints) for (const [session, count] of endpoint.seen) seen.set(session, (seen.get(session) ?? 0) + count);
  const problems = differences(views, stored, seen);
  const counts = new Map<string, number>();
  for (const { outcome } of stored) counts.set(outcome ?? 'null', (counts.get(outcome ?? 'null') ?? 0) + 1);
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  say(`requests ${views.length}, stored ${stored.length}, attempts ${stored.reduce((sum, { attempts }) => sum + attempts, 0)}`);
  say(`outcomes ${[...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`);
  say(
    `file handles ${before.handles?.files ?? '?'} -> ${after?.files ?? '?'}, sockets ${before.handles?.sockets ?? '?'} -> ${after?.sockets ?? '?'}`,
  );
  say(`memory ${mib(before.bytes)} -> ${mib(peakBytes)} under load -> ${mib(restingBytes)} at rest`);
  if (restingBytes > before.bytes * MEMORY_RATIO) problems.push(`memory grew from ${mib(before.bytes)} to ${mib(restingBytes)}`);
  if (before.handles !== null && after !== null && after.files > before.handles.files + HANDLE_SLACK)
    problems.push(`file handles grew from ${before.handles.files} to ${after.files}`);
  return problems;
}

const folder = await mkdtemp(join(tmpdir(), 'code-proxy-soak-'));
say(`${minutes} min, ${clients} clients, seed ${seed}`);
const problems = await soak(folder);
if (problems.length === 0) {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  say('nothing lost, nothing doubled');
} else {
  for (const problem of problems.slice(0, MAX_SHOWN)) say(`PROBLEM ${problem}`);
  say(`${problems.length} problems; data folder kept: ${folder}`);
  process.exitCode = 1;
}
