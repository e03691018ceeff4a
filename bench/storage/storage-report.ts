/** How the measures of the storage are shown: one aligned table, each figure beside its budget, and the same as JSON. */
import type { Spread } from '../statistics.ts';
import type { Group } from './questions.ts';

export interface TopicResult {
  readonly group: Group;
  readonly measure: string;
  /** The slowest first answer of a new reader, ms. */
  readonly coldMs: number;
  /** The quickest answer, ms: what it takes when nothing else wants the machine. */
  readonly bestMs: number;
  /** ms */
  readonly warm: Spread;
  /** ms, while exchanges are recorded. */
  readonly writing: Spread;
}

export interface StorageMeasures {
  readonly exchanges: number;
  readonly databaseBytes: number;
  readonly topics: readonly TopicResult[];
  /** From giving a record to its commit, ms: with nobody asking, and while questions are asked all the time. */
  readonly commit: { readonly perSecond: number; readonly alone: Spread; readonly asked: Spread };
}

/** Of the median; the slowest of a few dozen says more about the machine. */
export const BUDGET_MS: Readonly<Record<Group, number>> = { dashboard: 50, page: 20, detail: 20 };
/** The recorder waits 10 ms for company, and the writer must have committed 10 ms later. */
export const COMMIT_BUDGET_MS = 20;

export function overBudget({ topics, commit }: StorageMeasures): readonly string[] {
  const slow = topics.filter(({ group, warm, writing }) => Math.max(warm.p50, writing.p50) > BUDGET_MS[group]);
  return [...slow.map(({ measure }) => measure), ...(commit.asked.p50 > COMMIT_BUDGET_MS ? ['commit delay'] : [])];
}

export function renderStorageTable(measures: StorageMeasures): string {
  const { exchanges, databaseBytes, topics, commit } = measures;
  const header = ['measure, ms', 'cold', 'best', 'p50', 'p99', 'p50, writing', 'p99, writing', 'budget', ''];
  const lines = topics.map(({ group, measure, coldMs, bestMs, warm, writing }) => {
    const budget = BUDGET_MS[group];
    const isKept = Math.max(warm.p50, writing.p50) <= budget;
    return [measure, ...[coldMs, bestMs, warm.p50, warm.p99, writing.p50, writing.p99].map(inMs), `${budget}`, isKept ? 'ok' : 'OVER'];
  });
  const commitLine = (name: string, { p50, p99 }: Spread) => [
    name,
    '',
    '',
    '',
    '',
    inMs(p50),
    inMs(p99),
    `${COMMIT_BUDGET_MS}`,
    p50 <= COMMIT_BUDGET_MS ? 'ok' : 'OVER',
  ];
  const rows = [
    header,
    ...lines,
    commitLine(`commit of a record, ${commit.perSecond} exchanges/s`, commit.alone),
    commitLine('the same while questions are asked', commit.asked),
  ];
  const size = `${exchanges.toLocaleString('en')} exchanges, ${(databaseBytes / 1_048_576).toFixed(0)} MiB: ${Math.round(databaseBytes / exchanges)} bytes each`;
  return `${align(rows)}\n\n${size}\n`;
}

function inMs(value: number): string {
  return value.toFixed(1);
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
