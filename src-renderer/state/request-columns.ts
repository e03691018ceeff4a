/** The columns of the list of requests: which there are, which are shown at what width, and what the user chose of it. */
import { z } from 'zod';

export const REQUEST_COLUMNS = [
  'time',
  'model',
  'endpoint',
  'outcome',
  'status',
  'duration',
  'firstByte',
  'tokens',
  'speed',
  'cache',
  'cost',
  'marks',
  'error',
  'session',
  'kind',
  'attempts',
  'client',
  'path',
  'size',
  'id',
] as const;
export type RequestColumn = (typeof REQUEST_COLUMNS)[number];

/** CSS px. Wide enough for the usual content in all languages. */
const DEFAULT_WIDTHS_PX: Readonly<Record<RequestColumn, number>> = {
  time: 150,
  model: 190,
  endpoint: 144,
  outcome: 140,
  status: 112,
  duration: 104,
  firstByte: 112,
  tokens: 136,
  speed: 88,
  cache: 72,
  cost: 100,
  marks: 172,
  error: 170,
  session: 120,
  kind: 110,
  attempts: 84,
  client: 150,
  path: 190,
  size: 130,
  id: 290,
};
export const MIN_WIDTH_PX = 48;
export const MAX_WIDTH_PX = 800;

/** Shown without being asked for, the most telling first; the later ones where there is room. */
const BY_WEIGHT = [
  'time',
  'model',
  'outcome',
  'endpoint',
  'duration',
  'tokens',
  'marks',
  'cost',
  'status',
  'firstByte',
  'speed',
  'cache',
] as const satisfies readonly RequestColumn[];
/** Where only failures are listed, what went wrong comes before what it cost. */
const BY_WEIGHT_OF_FAILURES = [
  'time',
  'model',
  'outcome',
  'error',
  'endpoint',
  'status',
  'duration',
  'marks',
] as const satisfies readonly RequestColumn[];

const columnSchema = z.enum(REQUEST_COLUMNS);
const layoutSchema = z.object({
  /** Every column in the user's order. */
  order: z.array(columnSchema),
  /** Null: as many as there is room for. */
  shown: z.array(columnSchema).nullable(),
  widthsPx: z.partialRecord(columnSchema, z.number().min(MIN_WIDTH_PX).max(MAX_WIDTH_PX)),
});
export type ColumnLayout = z.infer<typeof layoutSchema>;

export const DEFAULT_LAYOUT: ColumnLayout = { order: [...REQUEST_COLUMNS], shown: null, widthsPx: {} };

const STORAGE_KEY = 'code-proxy-request-columns';

/** What an older version of the page kept, or another hand spoilt, is as good as nothing. */
export function rememberedLayout(): ColumnLayout {
  try {
    const layout = layoutSchema.parse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
    return { ...layout, order: completeOrder(layout.order) };
  } catch {
    return DEFAULT_LAYOUT;
  }
}

export function rememberLayout(layout: ColumnLayout): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(layout));
}

/** Columns that are new since it was kept come last. */
function completeOrder(order: readonly RequestColumn[]): RequestColumn[] {
  return [...new Set([...order, ...REQUEST_COLUMNS])];
}

export function widthOf(layout: ColumnLayout, column: RequestColumn): number {
  return layout.widthsPx[column] ?? DEFAULT_WIDTHS_PX[column];
}

export interface ColumnRoom {
  readonly widthPx: number;
  /** Whether only failures are listed. */
  readonly isOfFailures: boolean;
}

/**
 * The columns to show, in the user's order. Without a choice: the most telling ones that fit side by side, three at least. They are
 * counted as wide as they usually are: none goes, least of all the dragged one, because one is being made wider.
 */
export function shownColumns(layout: ColumnLayout, { widthPx, isOfFailures }: ColumnRoom): readonly RequestColumn[] {
  const { shown, order } = layout;
  if (shown !== null) return order.filter((column) => shown.includes(column));
  const chosen: RequestColumn[] = [];
  let usedPx = 0;
  for (const column of isOfFailures ? BY_WEIGHT_OF_FAILURES : BY_WEIGHT) {
    usedPx += DEFAULT_WIDTHS_PX[column];
    if (usedPx > widthPx && chosen.length >= 3) break;
    chosen.push(column);
  }
  return order.filter((column) => chosen.includes(column));
}

/** @param now the columns that are shown at the moment, which the choice begins with. At least one stays. */
export function toggleColumn(layout: ColumnLayout, now: readonly RequestColumn[], column: RequestColumn): ColumnLayout {
  const shown = now.includes(column) ? now.filter((one) => one !== column) : [...now, column];
  return shown.length === 0 ? layout : { ...layout, shown };
}

/** One place up or down; at the end nothing happens. */
export function moveColumn(layout: ColumnLayout, column: RequestColumn, by: -1 | 1): ColumnLayout {
  const from = layout.order.indexOf(column);
  const other = layout.order[from + by];
  if (other === undefined) return layout;
  return { ...layout, order: layout.order.map((one) => (one === column ? other : one === other ? column : one)) };
}

export function resizeColumn(layout: ColumnLayout, column: RequestColumn, widthPx: number): ColumnLayout {
  const clamped = Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, widthPx)));
  return { ...layout, widthsPx: { ...layout.widthsPx, [column]: clamped } };
}
