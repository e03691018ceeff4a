/** The filters of the list of requests, kept in the address so that a view can be bookmarked and shared. */
import { type ExchangeFilter, exchangeFilterSchema } from '../../src-shared/schemas/exchange.ts';

const KEYS = ['status', 'outcome', 'endpoint', 'model', 'kind'] as const;
export type FilterKey = (typeof KEYS)[number];

/** An unreadable value is left out, because an old bookmark must not break the page. */
export function readFilter(search: URLSearchParams): ExchangeFilter {
  const filter: Record<string, unknown> = {};
  for (const key of KEYS) {
    const text = search.get(key);
    if (text === null || text === '') continue;
    const value = key === 'status' ? Number(text) : text;
    if (exchangeFilterSchema.shape[key].safeParse(value).success) filter[key] = value;
  }
  return exchangeFilterSchema.parse(filter);
}

/** The address after one filter changed; null or empty removes it. A changed filter starts at the newest page again. */
export function changeFilter(search: URLSearchParams, key: FilterKey, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value === null || value === '') next.delete(key);
  else next.set(key, value);
  next.delete('before');
  return next;
}

export function clearFilter(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of [...KEYS, 'before']) next.delete(key);
  return next;
}

export function isFiltered(filter: ExchangeFilter): boolean {
  return KEYS.some((key) => filter[key] !== undefined);
}
