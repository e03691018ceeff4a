/** How the measures are shown: one aligned table, each figure beside its budget, and the same as JSON. */
import type { Contestant, ExchangeMeasure, StreamMeasure } from './measures.ts';
import { added, spreadOf } from './statistics.ts';

export interface Measures {
  readonly sizes: readonly { readonly bytes: number; readonly results: readonly ({ readonly name: Contestant['name'] } & ExchangeMeasure)[] }[];
  readonly streams: readonly ({ readonly name: Contestant['name'] } & StreamMeasure)[];
  readonly memory: {
    readonly idleBytes: number;
    /** Largest after any of the runs with bodies. */
    readonly peakBytes: number;
    /** The same with the audit on. */
    readonly auditedPeakBytes: number;
  };

  /** From spawn to ready, ms, each start. */
  readonly startMs: readonly number[];
}

export interface Row {
  readonly measure: string;
  readonly direct: number | null;
  readonly nginx: number | null;
  /** What Node itself costs: floor.ts. */
  readonly floor: number | null;
  readonly codeProxy: number | null;
  /** What Code Proxy adds to direct; null where that means nothing. */
  readonly added: number | null;
  readonly unit: string;
  /** The most that `added`, or else `codeProxy`, may be; null: none set. */
  readonly budget: number | null;
}

const MB = 1_000_000;
const MIB = 1_048_576;
const CPU_BUDGET_MS: Readonly<Record<number, number>> = { 100000: 0.3, 1000000: 1.5 };
const AUDITED_CPU_BUDGET_MS: Readonly<Record<number, number>> = { 100000: 1, 1000000: 6 };
const LATENCY_BUDGET_MS: Readonly<Record<number, readonly [p50: number, p99: number]>> = { 100000: [0.3, 2] };

export function rowsOf(measures: Measures): readonly Row[] {
  return [...measures.sizes.flatMap(sizeRows), ...streamRows(measures), ...footprintRows(measures)];
}

function sizeRows({ bytes, results }: Measures['sizes'][number]): readonly Row[] {
  const direct = results.find((result) => result.name === 'direct');
  const nginx = results.find((result) => result.name === 'nginx');
  const floor = results.find((result) => result.name === 'floor');
  const proxy = results.find((result) => result.name === 'code-proxy');
  const audited = results.find((result) => result.name === 'audited');
  const difference = direct === undefined || proxy === undefined ? null : added(proxy.latency, direct.latency);
  const size = bytes < MB ? `${bytes / 1_000} KB` : `${bytes / MB} MB`;
  const budget = LATENCY_BUDGET_MS[bytes];
  const latency = (share: 'p50' | 'p99', limit: number | undefined): Row => ({
    measure: `${size} body, one at a time, ${share}`,
    direct: direct?.latency[share] ?? null,
    nginx: nginx?.latency[share] ?? null,
    floor: floor?.latency[share] ?? null,
    codeProxy: proxy?.latency[share] ?? null,
    added: difference?.[share] ?? null,
    unit: 'ms',
    budget: limit ?? null,
  });
  const plain = { direct: null, added: null, budget: null };
  return [
    {
      ...plain,
      measure: `${size} body, CPU per exchange`,
      nginx: nginx?.cpuMs ?? null,
      floor: floor?.cpuMs ?? null,
      codeProxy: proxy?.cpuMs ?? null,
      unit: 'ms',
      budget: CPU_BUDGET_MS[bytes] ?? null,
    },
    {
      ...plain,
      measure: `${size} body, CPU per exchange, audit on`,
      nginx: null,
      floor: null,
      codeProxy: audited?.cpuMs ?? null,
      unit: 'ms',
      budget: AUDITED_CPU_BUDGET_MS[bytes] ?? null,
    },
    latency('p50', budget?.[0]),
    latency('p99', budget?.[1]),
    {
      ...plain,
      measure: `${size} body, one at a time, p50, audit on`,
      direct: direct?.latency.p50 ?? null,
      nginx: null,
      floor: null,
      codeProxy: audited?.latency.p50 ?? null,
      added: direct === undefined || audited === undefined ? null : added(audited.latency, direct.latency).p50,
      unit: 'ms',
      budget: budget?.[0] ?? null,
    },
    {
      ...plain,
      measure: `${size} body, 16 at once`,
      direct: direct?.perSecond ?? null,
      nginx: nginx?.perSecond ?? null,
      floor: floor?.perSecond ?? null,
      codeProxy: proxy?.perSecond ?? null,
      unit: '/s',
    },
    { ...plain, ...loopDelays(`${size} body, 16 at once`, floor, proxy) },
    { ...plain, ...loopDelays(`${size} body, 16 at once, audit on`, undefined, audited) },
  ];
}

type WithLoopDelay = { readonly loopDelayMs: number | null } | undefined;

function loopDelays(load: string, floor: WithLoopDelay, proxy: WithLoopDelay): Pick<Row, 'measure' | 'nginx' | 'floor' | 'codeProxy' | 'unit'> {
  const [ofFloor, ofProxy] = [floor?.loopDelayMs ?? null, proxy?.loopDelayMs ?? null];
  return { measure: `${load}, event loop delay p99`, nginx: null, floor: ofFloor, codeProxy: ofProxy, unit: 'ms' };
}

function streamRows({ streams }: Measures): readonly Row[] {
  const of = (name: Contestant['name']) => streams.find((stream) => stream.name === name);
  const [direct, nginx, floor, proxy] = [of('direct'), of('nginx'), of('floor'), of('code-proxy')];
  const difference = direct === undefined || proxy === undefined ? null : added(proxy.delay, direct.delay);
  const row = (share: 'p50' | 'p99', budget: number): Row => ({
    measure: `100 streams, 50 events/s, delay ${share}`,
    direct: direct?.delay[share] ?? null,
    nginx: nginx?.delay[share] ?? null,
    floor: floor?.delay[share] ?? null,
    codeProxy: proxy?.delay[share] ?? null,
    added: difference?.[share] ?? null,
    unit: 'ms',
    budget,
  });
  const cpu: Row = {
    measure: '100 streams, CPU per event',
    direct: null,
    nginx: nginx?.cpuMsPerEvent ?? null,
    floor: floor?.cpuMsPerEvent ?? null,
    codeProxy: proxy?.cpuMsPerEvent ?? null,
    added: null,
    unit: 'ms',
    budget: null,
  };
  const plain = { direct: null, added: null, budget: null };
  const loop = { ...plain, ...loopDelays('100 streams', floor, proxy) };
  const auditedLoop = { ...plain, ...loopDelays('100 streams, audit on', undefined, of('audited')) };
  return [row('p50', 0.3), row('p99', 3), cpu, loop, auditedLoop];
}

function footprintRows({ memory, startMs, streams }: Measures): readonly Row[] {
  const plain = { direct: null, nginx: null, floor: null, added: null };
  const ofStreams = (name: Contestant['name']) => {
    const bytes = streams.find((stream) => stream.name === name)?.memoryBytes ?? null;
    return bytes === null ? null : bytes / MIB;
  };
  return [
    { ...plain, measure: 'memory, idle', codeProxy: memory.idleBytes / MIB, unit: 'MiB', budget: 90 },
    {
      ...plain,
      measure: 'memory, 100 streams',
      nginx: ofStreams('nginx'),
      floor: ofStreams('floor'),
      codeProxy: ofStreams('code-proxy'),
      unit: 'MiB',
      budget: 150,
    },
    { ...plain, measure: 'memory, after 16 at once', codeProxy: memory.peakBytes / MIB, unit: 'MiB', budget: null },
    { ...plain, measure: 'memory, 100 streams, audit on', codeProxy: ofStreams('audited'), unit: 'MiB', budget: 150 },
    { ...plain, measure: 'memory, after 16 at once, audit on', codeProxy: memory.auditedPeakBytes / MIB, unit: 'MiB', budget: null },
    { ...plain, measure: 'start until ready, median', codeProxy: spreadOf(startMs).p50, unit: 'ms', budget: 400 },
  ];
}

/** Whether a row keeps its budget; null when it has none. */
export function keepsBudget(row: Row): boolean | null {
  const value = row.added ?? row.codeProxy;
  return row.budget === null || value === null ? null : value <= row.budget;
}

export function renderTable(rows: readonly Row[]): string {
  const header = ['measure', 'direct', 'nginx', 'floor', 'Code Proxy', 'added', 'unit', 'budget', ''];
  const lines = rows.map((row) => [
    row.measure,
    figure(row.direct),
    figure(row.nginx),
    figure(row.floor),
    figure(row.codeProxy),
    figure(row.added),
    row.unit,
    row.budget === null ? '' : `<= ${row.budget}`,
    { true: 'ok', false: 'OVER', null: '' }[`${keepsBudget(row)}`],
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const isText = (column: number) => column === 0 || column === 6 || column === 8;
  const render = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [render(header), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(render)].join('\n');
}

/** Three figures that mean something. */
function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}
