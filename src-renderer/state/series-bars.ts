/** Turns lines over time into what the charts draw: one object per slot. */
import { NO_USAGE, type UsageSeries, type UsageTotals } from '../../src-shared/schemas/usage.ts';
import { tokensOf } from './usage-metric.ts';

export interface SlotBar {
  readonly startMs: number;
  readonly endMs: number;
}
export type TrendBar = SlotBar & { readonly answered: number; readonly errors: number };
export type ModelBar = SlotBar & { readonly [line: `line${number}`]: number };

export interface ModelLine {
  readonly id: `line${number}`;
  /** Null: all further models together. Empty: no endpoint was reached. */
  readonly model: string | null;
  readonly tokens: number;
}

export function trendBars({ slots, lines }: UsageSeries): readonly TrendBar[] {
  const totals = pointsBySlot(lines[0]);
  return slots.map(({ startMs, endMs }, slot) => {
    const { exchanges, errors } = totals.get(slot) ?? NO_USAGE;
    return { startMs, endMs, answered: exchanges - errors, errors };
  });
}

/** Lines without tokens are left out; the most tokens first, the rest last. */
export function modelBars({ slots, lines }: UsageSeries): { readonly bars: readonly ModelBar[]; readonly lines: readonly ModelLine[] } {
  const sums = lines.map((line) => ({ line, tokens: line.points.reduce((sum, point) => sum + tokensOf(point), 0) }));
  const shown = sums
    .filter(({ tokens }) => tokens > 0)
    .sort((a, b) => Number(a.line.key === null) - Number(b.line.key === null) || b.tokens - a.tokens)
    .map(({ line, tokens }, index) => ({ id: `line${index}` as const, model: line.key, tokens, points: pointsBySlot(line) }));
  const bars = slots.map(({ startMs, endMs }, slot): ModelBar => {
    const values = shown.map(({ id, points }) => [id, tokensOf(points.get(slot) ?? NO_USAGE)] as const);
    return { startMs, endMs, ...Object.fromEntries(values) };
  });
  return { bars, lines: shown.map(({ id, model, tokens }) => ({ id, model, tokens })) };
}

export function pointsBySlot(line: UsageSeries['lines'][number] | undefined): ReadonlyMap<number, UsageTotals> {
  return new Map((line?.points ?? []).map((point) => [point.slot, point]));
}
