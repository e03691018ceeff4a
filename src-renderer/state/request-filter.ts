/** The filters of the list of requests, kept in the address so that a view can be bookmarked, shared and gone back to. */
import { type ExchangeFilter, exchangeFilterSchema } from '../../src-shared/schemas/exchange.ts';

/** Name in the address, and the field of the filter that it fills. Times are Unix ms. */
const FIELDS = {
  since: 'sinceMs',
  until: 'untilMs',
  endpoint: 'endpoint',
  model: 'model',
  status: 'status',
  outcome: 'outcome',
  kind: 'kind',
  session: 'sessionId',
  text: 'text',
} as const satisfies Record<string, keyof ExchangeFilter>;
export type FilterKey = keyof typeof FIELDS;

export const FILTER_KEYS = Object.keys(FIELDS).filter((key): key is FilterKey => key in FIELDS);
const NUMBERS: readonly FilterKey[] = ['since', 'until', 'status'];

/** An unreadable value is left out, because an old bookmark must not break the page. */
export function readFilter(search: URLSearchParams): ExchangeFilter {
  const filter: Record<string, unknown> = {};
  for (const key of FILTER_KEYS) {
    const text = search.get(key)?.trim() ?? '';
    if (text === '') continue;
    const value = NUMBERS.includes(key) ? Number(text) : text;
    const field = FIELDS[key];
    if (exchangeFilterSchema.shape[field].safeParse(value).success) filter[field] = value;
  }
  return exchangeFilterSchema.parse(filter);
}

/** The address after some filters changed; null or empty removes one. */
export function changeFilter(search: URLSearchParams, changes: Partial<Record<FilterKey, string | null>>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of FILTER_KEYS) {
    const value = changes[key];
    if (value === undefined) continue;
    if (value === null || value === '') next.delete(key);
    else next.set(key, value);
  }
  return next;
}

export function clearFilter(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of FILTER_KEYS) next.delete(key);
  return next;
}

/** Names of the filters that are set, in the order in which they are shown. */
export function activeFilters(filter: ExchangeFilter): readonly FilterKey[] {
  return FILTER_KEYS.filter((key) => filter[FIELDS[key]] !== undefined);
}

export function isFiltered(filter: ExchangeFilter): boolean {
  return activeFilters(filter).length > 0;
}
