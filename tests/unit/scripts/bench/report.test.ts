import { expect, it } from 'vitest';
import { keepsBudget, type Measures, type Row, renderTable, rowsOf } from '../../../../bench/report.ts';

const spread = (p50: number, p99: number) => ({ count: 100, p50, p99 });
const stream = (name: 'direct' | 'code-proxy', p50: number, p99: number) => ({
  name,
  delay: spread(p50, p99),
  memoryBytes: 209_715_200,
  cpuMsPerEvent: 0.01,
  loopDelayMs: name === 'direct' ? null : 7,
});
const MEASURES: Measures = {
  sizes: [
    {
      bytes: 100_000,
      results: [
        { name: 'direct', latency: spread(0.2, 1), perSecond: 4_000, cpuMs: null, loopDelayMs: null },
        { name: 'floor', latency: spread(0.3, 2), perSecond: 3_000, cpuMs: 0.15, loopDelayMs: 2 },
        { name: 'code-proxy', latency: spread(0.4, 4), perSecond: 2_000, cpuMs: 0.25, loopDelayMs: 3 },
        { name: 'audited', latency: spread(0.4, 4), perSecond: 1_500, cpuMs: 1.25, loopDelayMs: 4 },
      ],
    },
  ],
  streams: [stream('direct', 0.1, 1), stream('code-proxy', 0.2, 1.5)],
  memory: { idleBytes: 83_886_080, peakBytes: 314_572_800, auditedPeakBytes: 314_572_800 },
  startMs: [500, 300, 310],
};
const row = (measure: string): Row | undefined => rowsOf(MEASURES).find((one) => one.measure === measure);

it('judges budgets by what is added where there is a direct way, else by the figure itself', () => {
  expect(row('100 KB body, one at a time, p50')).toMatchObject({ direct: 0.2, codeProxy: 0.4, added: 0.2, budget: 0.3 });
  const verdicts = rowsOf(MEASURES).map((one) => [one.measure, keepsBudget(one)]);
  expect(Object.fromEntries(verdicts)).toMatchObject({
    '100 KB body, CPU per exchange': true,
    '100 KB body, CPU per exchange, audit on': false,
    '100 KB body, one at a time, p50, audit on': true,
    '100 KB body, one at a time, p50': true,
    '100 KB body, one at a time, p99': false,
    '100 KB body, 16 at once': null,
    '100 streams, 50 events/s, delay p99': true,
    'memory, idle': true,
    'memory, 100 streams': false,
    'start until ready, median': true,
  });
});

it('shows how late the event loops were under each load', () => {
  expect(row('100 KB body, 16 at once, event loop delay p99')).toMatchObject({ direct: null, floor: 2, codeProxy: 3, added: null });
  expect(row('100 KB body, 16 at once, audit on, event loop delay p99')?.codeProxy).toBe(4);
  expect(row('100 streams, event loop delay p99')).toMatchObject({ floor: null, codeProxy: 7 });
});

it('prints every row in columns of the same width, with a dash where nothing was measured', () => {
  const lines = renderTable(rowsOf(MEASURES)).split('\n');
  expect(lines).toHaveLength(rowsOf(MEASURES).length + 2);
  const column = lines[0]?.indexOf('budget') ?? -1;
  for (const line of lines.slice(2)) expect(line.padEnd(column).slice(column - 2, column)).toBe('  ');
  expect(lines.find((line) => line.startsWith('100 KB body, CPU'))).toMatch(/–\s+–\s+0\.150\s+0\.250\s+–\s+ms\s+<= 0\.3\s+ok$/);
  expect(lines.find((line) => line.startsWith('memory, 100 streams'))).toMatch(/200\s+–\s+MiB\s+<= 150\s+OVER$/);
});
