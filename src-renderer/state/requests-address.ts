/** The address of the list of requests with a filter, as the list reads it: `since` and `until` are Unix ms. */
import type { ExchangeFilter } from '../../src-shared/schemas/exchange.ts';

export type LinkedFilter = Pick<ExchangeFilter, 'sinceMs' | 'untilMs' | 'endpoint' | 'model' | 'outcome'>;

export function requestsAddress({ sinceMs, untilMs, endpoint, model, outcome }: LinkedFilter): string {
  const search = new URLSearchParams();
  if (sinceMs !== undefined) search.set('since', String(sinceMs));
  if (untilMs !== undefined) search.set('until', String(untilMs));
  if (endpoint !== undefined) search.set('endpoint', endpoint);
  if (model !== undefined) search.set('model', model);
  if (outcome !== undefined) search.set('outcome', outcome);
  const text = search.toString();
  return text === '' ? '/requests' : `/requests?${text}`;
}
