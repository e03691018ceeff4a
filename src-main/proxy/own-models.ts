/** The answer to `GET /v1/models`: what the endpoints offer and what the user's model maps name, in the API's shape, page by page. */
import type { ModelMap } from '../../src-shared/schemas/endpoint.ts';
import type { OfferedModel } from './model-catalog.ts';
import type { EndpointSource } from './ports.ts';

const FAMILY_WORDS: ReadonlySet<string> = new Set(['opus', 'sonnet', 'haiku', 'other']);

/** The API's page size limits. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1_000;

/** Maps carry no dates; the API requires one. */
const CREATED_AT = '1970-01-01T00:00:00Z';

/** Each model once: what endpoints offer comes first, then names that only maps know. */
export function allModels(offered: readonly OfferedModel[], endpoints: EndpointSource): readonly OfferedModel[] {
  const models = new Map(offered.map((model) => [model.id, model]));
  const maps = [...endpoints.enabled().map(({ modelMap }) => modelMap), endpoints.defaultModels()];
  for (const id of maps.flatMap(namedModels)) if (!models.has(id)) models.set(id, { id, displayName: id, createdAt: null });
  return [...models.values()];
}

/** @param query With its `?`; `limit`, `after_id` and `before_id` are honoured. */
export function modelsPage(models: readonly OfferedModel[], query: string): Buffer {
  const { page, hasMore } = cutPage(models, new URLSearchParams(query));
  const data = page.map(({ id, displayName, createdAt }) => ({ type: 'model', id, display_name: displayName, created_at: createdAt ?? CREATED_AT }));
  return Buffer.from(JSON.stringify({ data, has_more: hasMore, first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null }));
}

function namedModels(map: ModelMap): readonly string[] {
  return Object.keys(map).filter((key) => !key.includes('*') && !FAMILY_WORDS.has(key));
}

function cutPage(all: readonly OfferedModel[], query: URLSearchParams): { readonly page: readonly OfferedModel[]; readonly hasMore: boolean } {
  const asked = Number(query.get('limit') ?? DEFAULT_LIMIT);
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT;
  const indexOf = (wanted: string) => all.findIndex(({ id }) => id === wanted);
  const before = query.get('before_id');
  if (before !== null) {
    const end = Math.max(0, indexOf(before));
    const start = Math.max(0, end - limit);
    return { page: all.slice(start, end), hasMore: start > 0 };
  }
  const after = query.get('after_id');
  // A cursor that nobody knows any more leads nowhere: from the start again, a client would page for ever.
  const isLost = after !== null && indexOf(after) === -1;
  if (isLost) return { page: [], hasMore: false };
  const start = after === null ? 0 : indexOf(after) + 1;
  return { page: all.slice(start, start + limit), hasMore: start + limit < all.length };
}
