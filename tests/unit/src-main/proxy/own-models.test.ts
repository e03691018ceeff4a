import { describe, expect, it } from 'vitest';
import type { OfferedModel } from '../../../../src-main/proxy/model-catalog.ts';
import { allModels, modelsPage } from '../../../../src-main/proxy/own-models.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const offer = (id: string, displayName = id): OfferedModel => ({ id, displayName, createdAt: null });
const named = (maps: readonly Record<string, string>[], defaults: Record<string, string> = {}) => {
  const endpoints = maps.map((modelMap, index) => proxyEndpoint({ modelMap }, index));
  return { enabled: () => endpoints, defaultModels: () => defaults };
};
const ids = (models: readonly OfferedModel[]) => models.map(({ id }) => id);

describe('allModels', () => {
  it('lists what endpoints offer, then the exact names of all maps, each once', () => {
    const maps = named(
      [
        { a: '1', haiku: '2', 'claude-*': '3' },
        { a: '4', b: '5' },
      ],
      { c: '6' },
    );
    expect(ids(allModels([], maps))).toEqual(['a', 'b', 'c']);
    const merged = allModels([offer('x'), offer('b', 'Model B')], maps);
    expect(ids(merged)).toEqual(['x', 'b', 'a', 'c']);
    expect(merged[1]?.displayName).toBe('Model B');
  });

  it('is empty when nothing is offered and maps name only families and patterns', () => {
    expect(allModels([], named([{ sonnet: 'x', 'gpt-*': 'y' }]))).toEqual([]);
  });
});

describe('modelsPage', () => {
  const models = ['a', 'b', 'c', 'd'].map((id) => offer(id));
  const page = (query: string, list = models) => JSON.parse(modelsPage(list, query).toString());
  const cut = (query: string) => {
    const { data, has_more, first_id, last_id } = page(query);
    return [data.map(({ id }: { id: string }) => id).join(''), has_more, first_id, last_id];
  };

  it('has the shape of the API', () => {
    expect(page('', [{ id: 'm', displayName: 'Model', createdAt: '2026-01-02T00:00:00Z' }])).toEqual({
      data: [{ type: 'model', id: 'm', display_name: 'Model', created_at: '2026-01-02T00:00:00Z' }],
      has_more: false,
      first_id: 'm',
      last_id: 'm',
    });
    expect(page('', [offer('n')]).data[0].created_at).toBe('1970-01-01T00:00:00Z');
    expect(page('', [])).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  });

  it.each([
    ['', 'abcd', false, 'a', 'd'],
    ['?limit=2', 'ab', true, 'a', 'b'],
    ['?limit=2&after_id=b', 'cd', false, 'c', 'd'],
    ['?limit=1&after_id=b', 'c', true, 'c', 'c'],
    ['?limit=2&before_id=d', 'bc', true, 'b', 'c'],
    ['?limit=5&before_id=c', 'ab', false, 'a', 'b'],
    ['?after_id=d', '', false, null, null],
    ['?after_id=unknown', '', false, null, null],
    ['?before_id=unknown', '', false, null, null],
    ['?limit=x', 'abcd', false, 'a', 'd'],
    ['?limit=0', 'abcd', false, 'a', 'd'],
  ])('cuts %j', (query, expected, hasMore, first, last) => {
    expect(cut(query)).toEqual([expected, hasMore, first, last]);
  });
});
