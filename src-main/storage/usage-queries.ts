/** Answers questions about usage over time. Ranges are widened to whole 15 minutes. */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import {
  NO_USAGE,
  type UsageBreakdown,
  type UsageBreakdownInput,
  type UsageHours,
  type UsageHoursInput,
  type UsageInput,
  type UsageOverview,
  type UsageOverviewInput,
  type UsageReport,
  type UsageRow,
  type UsageSeries,
  type UsageSeriesInput,
} from '../../src-shared/schemas/usage.ts';
import { HOURS_PER_ROW, hourCells } from './hour-cells.ts';
import { cutIntoSlots, SlotIndex, type TimeSlot } from './time-slots.ts';
import { BUCKET_MS, bucketRange, bucketStartMs } from './usage-bucket.ts';
import { addFigures, type Figures, noFigures, toUsageFigures } from './usage-figures.ts';
import { UsageSums } from './usage-sums.ts';
import { addTotals, TotalsTable } from './usage-totals.ts';

interface Range {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What was used under one name: a sent model or the present name of an endpoint. */
interface NamedFigures {
  readonly name: string;
  /** Models, or ids of endpoints: two endpoints may have had the same name, one after the other. */
  readonly keys: readonly string[];
  readonly figures: Figures;
}

const endpointNameSchema = z.object({ id: z.string(), name: z.string() });

export class UsageQueries {
  readonly #sums: UsageSums;
  readonly #endpointNames: Statement;

  constructor(database: Database) {
    this.#sums = new UsageSums(database);
    this.#endpointNames = database.prepare('SELECT id, name FROM endpoints');
  }

  /**
   * Rows without any use are left out. By day: oldest first; otherwise the most exchanges first. The key is empty for
   * exchanges that reached no endpoint or named no model.
   */
  report(input: UsageInput): UsageReport {
    const rows = this.#sums.atOneMoment(() => (input.by === 'day' ? this.#days(input) : this.#breakdownRows(input, input.by)));
    return {
      rows: rows.map(({ key, ...row }) => ({ key, ...addTotals(NO_USAGE, row) })),
      totals: rows.reduce((sum, row) => addTotals(sum, row), NO_USAGE),
    };
  }

  overview(input: UsageOverviewInput): UsageOverview {
    const figuresOf = (range: Range) => toUsageFigures(this.#named('all', range)[0]?.figures ?? noFigures());
    return this.#sums.atOneMoment(() => ({
      figures: figuresOf(input),
      before: input.beforeSinceMs === undefined ? null : figuresOf({ sinceMs: input.beforeSinceMs, untilMs: bucketStartMs(input.sinceMs) }),
      oldestMs: this.#sums.span()?.oldestMs ?? null,
    }));
  }

  breakdown(input: UsageBreakdownInput): UsageBreakdown {
    return { rows: this.#sums.atOneMoment(() => this.#breakdownRows(input, input.by)) };
  }

  series(input: UsageSeriesInput): UsageSeries {
    const slots = cutIntoSlots(input);
    const { by } = input;
    return this.#sums.atOneMoment(() => {
      if (by === null) return { slots: [...slots], lines: [{ key: null, points: this.#points(input, slots) }] };
      const named = this.#named(by, input).sort((one, other) => tokensOf(other.figures) - tokensOf(one.figures) || compareNames(one, other));
      return { slots: [...slots], lines: this.#lines(input, slots, by, named) };
    });
  }

  hours(input: UsageHoursInput): UsageHours {
    return this.#sums.atOneMoment(() => this.#hours(input.rows === 'weekday' ? { ...input, ...this.#used(input) } : input));
  }

  #hours(input: UsageHoursInput): UsageHours {
    const { rows, cellOf } = hourCells(input);
    const cells = new TotalsTable(rows.length * HOURS_PER_ROW);
    this.#sums.eachQuarter('all', ...bucketRange(input.sinceMs, input.untilMs), () => (startMs, row) => {
      const cell = cellOf(startMs);
      if (cell !== null) cells.add(cell, row);
    });
    return {
      rows: [...rows],
      cells: cells.used().map(({ slot, totals }) => ({ row: Math.floor(slot / HOURS_PER_ROW), hour: slot % HOURS_PER_ROW, ...totals })),
    };
  }

  #breakdownRows(range: Range, by: 'model' | 'endpoint') {
    return this.#named(by, range)
      .map(({ name, figures }) => ({ key: name, ...toUsageFigures(figures) }))
      .sort((one, other) => other.exchanges - one.exchanges || one.key.localeCompare(other.key));
  }

  #days(input: UsageInput): UsageRow[] {
    const used = this.#used(input);
    const slots = cutIntoSlots({ ...used, timeZone: input.timeZone, step: 'day' });
    return this.#points(used, slots).map(({ slot, ...totals }) => ({ key: slots[slot]?.key ?? '', ...totals }));
  }

  /** The part of the range in which anything happened, so that nobody counts the hours since 1970. */
  #used({ sinceMs, untilMs }: Range): Range {
    const span = this.#sums.span();
    if (span === null) return { sinceMs, untilMs: sinceMs };
    return { sinceMs: Math.max(sinceMs, span.oldestMs), untilMs: Math.min(untilMs, span.newestMs + BUCKET_MS) };
  }

  #points(range: Range, slots: readonly TimeSlot[]) {
    const index = new SlotIndex(slots);
    const table = new TotalsTable(slots.length);
    this.#sums.eachQuarter('all', ...bucketRange(range.sinceMs, range.untilMs), () => (startMs, row) => {
      const slot = index.slotOf(startMs);
      if (slot >= 0) table.add(slot, row);
    });
    return table.used().map(({ slot, totals }) => ({ slot, ...totals }));
  }

  /** @param named  The most tokens first: the first ones get a line each, the others share one. */
  #lines(input: UsageSeriesInput, slots: readonly TimeSlot[], by: 'model' | 'endpoint', named: readonly NamedFigures[]): UsageSeries['lines'] {
    const index = new SlotIndex(slots);
    const shown = named.slice(0, input.keys).map(({ name, keys }) => ({ name, keys, table: new TotalsTable(slots.length) }));
    const rest = named.length > shown.length ? new TotalsTable(slots.length) : null;
    const tables = new Map(shown.flatMap(({ keys, table }) => keys.map((key) => [key, table] as const)));
    this.#sums.eachQuarter(by, ...bucketRange(input.sinceMs, input.untilMs), (key) => {
      const table = tables.get(key) ?? rest;
      if (table === null) return null;
      return (startMs, row) => {
        const slot = index.slotOf(startMs);
        if (slot >= 0) table.add(slot, row);
      };
    });
    const line = (key: string | null, table: TotalsTable) => ({ key, points: table.used().map(({ slot, totals }) => ({ slot, ...totals })) });
    return [...shown.map(({ name, table }) => line(name, table)), ...(rest === null ? [] : [line(null, rest)])];
  }

  #named(dimension: 'all' | 'model' | 'endpoint', range: Range): NamedFigures[] {
    const names = dimension === 'endpoint' ? this.#presentNames() : null;
    const byName = new Map<string, { readonly keys: string[]; readonly figures: Figures }>();
    for (const { key, name: lastName, figures } of this.#sums.figures(dimension, ...bucketRange(range.sinceMs, range.untilMs)).entries()) {
      const name = names === null ? key : (names.get(key) ?? lastName);
      const known = byName.get(name);
      if (known === undefined) byName.set(name, { keys: [key], figures });
      else {
        known.keys.push(key);
        addFigures(known.figures, figures);
      }
    }
    return [...byName].map(([name, { keys, figures }]) => ({ name, keys, figures }));
  }

  #presentNames(): ReadonlyMap<string, string> {
    return new Map(
      z
        .array(endpointNameSchema)
        .parse(this.#endpointNames.all())
        .map(({ id, name }) => [id, name]),
    );
  }
}

function tokensOf({ counters }: Figures): number {
  return (
    counters.input_tokens + counters.cache_read_tokens + counters.cache_write_5m_tokens + counters.cache_write_1h_tokens + counters.output_tokens
  );
}

function compareNames(one: NamedFigures, other: NamedFigures): number {
  return one.name.localeCompare(other.name);
}
