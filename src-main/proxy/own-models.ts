/** The answer to `GET /v1/models` when the user's model maps name models themselves; otherwise an endpoint is asked. */
import type { ModelMap } from '../../src-shared/schemas/endpoint.ts';
import type { EndpointSource } from './ports.ts';

const FAMILY_WORDS: ReadonlySet<string> = new Set(['opus', 'sonnet', 'haiku', 'other']);

/** The API's page size limits. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1_000;

/** Maps carry no dates; the API requires one. */
const CREATED_AT = '1970-01-01T00:00:00Z';

/**
 * @param query With its `?`; `limit`, `after_id` and `before_id` are honoured.
 * @returns The JSON body; null when no map has an exact model name as its key.
 */
export function ownModels(endpoints: EndpointSource, query: string): Buffer | null {
  const ids = new Set<string>();
  for (const endpoint of endpoints.enabled()) collect(endpoint.modelMap, ids);
  collect(endpoints.defaultModels(), ids);
  if (ids.size === 0) return null;
  const all = [...ids];
  const { page, hasMore } = cutPage(all, new URLSearchParams(query));
  const data = page.map((id) => ({ type: 'model', id, display_name: id, created_at: CREATED_AT }));
  return Buffer.from(JSON.stringify({ data, has_more: hasMore, first_id: page[0] ?? null, last_id: page.at(-1) ?? null }));
}

function collect(map: ModelMap, ids: Set<string>): void {
  for (const key of Object.keys(map)) if (!key.includes('*') && !FAMILY_WORDS.has(key)) ids.add(key);
}

function cutPage(all: readonly string[], query: URLSearchParams): { readonly page: readonly string[]; readonly hasMore: boolean } {
  const asked = Number(query.get('limit') ?? DEFAULT_LIMIT);
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT;
  const before = query.get('before_id');
  if (before !== null) {
    const end = Math.max(0, all.indexOf(before));
    const start = Math.max(0, end - limit);
    return { page: all.slice(start, end), hasMore: start > 0 };
  }
  const after = query.get('after_id');
  const start = after === null ? 0 : all.indexOf(after) + 1;
  return { page: all.slice(start, start + limit), hasMore: start + limit < all.length };
}
