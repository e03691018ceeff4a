/**
 * The overhead benchmark: direct, nginx (where installed), a floor of bare Node and Code Proxy side by side in one run, since figures
 * of different runs or machines cannot be compared. Started by scripts/bench.mjs. Exit code 0 whatever the figures are: budgets are judged by people.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Contestant, FULL_PLAN, measureExchanges, measureStreams, type Plan, QUICK_PLAN, warmUpExchanges } from './measures.ts';
import { residentBytes } from './process-cost.ts';
import { keepsBudget, type Measures, renderTable, rowsOf } from './report.ts';
import { forkHere, startCodeProxy, startFloor, startNginx, startUpstream } from './targets.ts';

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));
/** Time to settle before memory counts as idle: what the start needed is given back by then. */
const SETTLE_MS = 3_000;

const stops: (() => Promise<unknown>)[] = [];
const say = (text: string) => process.stderr.write(`[bench] ${text}\n`);

async function measure(plan: Plan): Promise<Measures> {
  const upstream = await startUpstream();
  stops.push(upstream.stop);
  const startMs: number[] = [];
  for (let count = 1; count < plan.starts; count += 1) {
    const short = await startCodeProxy(upstream.target);
    startMs.push(short.startMs);
    await short.stop();
  }
  const codeProxy = await startCodeProxy(upstream.target);
  stops.push(codeProxy.stop);
  startMs.push(codeProxy.startMs);
  await sleep(SETTLE_MS);
  const idleBytes = residentBytes(codeProxy.pid);
  const audited = await startCodeProxy(upstream.target, { isAudited: true });
  stops.push(audited.stop);
  const nginx = await startNginx(upstream.target);
  if (nginx === null) say('nginx is not installed or did not start; its column stays empty');
  else stops.push(nginx.stop);
  const floor = await startFloor(upstream.target);
  stops.push(floor.stop);
  const load = forkHere('./load.ts');
  stops.push(async () => load.disconnect());
  const contestants: Contestant[] = [
    { name: 'direct', service: upstream },
    ...(nginx === null ? [] : [{ name: 'nginx' as const, service: nginx }]),
    { name: 'floor', service: floor },
    { name: 'code-proxy', service: codeProxy },
    { name: 'audited', service: audited },
  ];
  say('100 streams at once ...');
  const streams = await measureStreams(contestants, plan.streams, load);
  await warmUpExchanges(contestants, plan.warmUp, load);
  const sizes: Measures['sizes'][number][] = [];
  let peakBytes = 0;
  let auditedPeakBytes = 0;
  for (const size of plan.sizes) {
    say(`bodies of ${size.bytes / 1_000} KB ...`);
    sizes.push({ bytes: size.bytes, results: await measureExchanges(contestants, size, plan.rounds, load) });
    peakBytes = Math.max(peakBytes, residentBytes(codeProxy.pid));
    auditedPeakBytes = Math.max(auditedPeakBytes, residentBytes(audited.pid));
  }
  return { sizes, streams, startMs, memory: { idleBytes, peakBytes, auditedPeakBytes } };
}

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

const isQuick = process.argv.includes('--quick');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopAll().finally(() => process.exit(1)));
try {
  const measures = await measure(isQuick ? QUICK_PLAN : FULL_PLAN);
  const rows = rowsOf(measures);
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
  console.log(
    `\n${renderTable(rows)}\n\n${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}${isQuick ? '; quick run, figures are rough' : ''}`,
  );
  mkdirSync(RESULTS, { recursive: true });
  const result = {
    takenAt: new Date().toISOString(),
    isQuick,
    machine,
    rows: rows.map((row) => ({ ...row, isWithinBudget: keepsBudget(row) })),
    measures,
  };
  writeFileSync(`${RESULTS}latest.json`, `${JSON.stringify(result, null, 2)}\n`);
  say(`written to ${RESULTS}latest.json`);
} finally {
  await stopAll();
}
