import { describe, expect, it } from 'vitest';
import { ownModels } from '../../../../src-main/proxy/own-models.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

function list(maps: readonly Record<string, string>[], query = '', defaults: Record<string, string> = {}) {
  const endpoints = maps.map((modelMap, index) => proxyEndpoint({ modelMap }, index));
  const body = ownModels({ enabled: () => endpoints, defaultModels: () => defaults }, query);
  if (body === null) return null;
  const answer: { data: { id: string }[]; has_more: boolean; first_id: string | null; last_id: string | null } = JSON.parse(body.toString());
  return { ids: answer.data.map(({ id }) => id), more: answer.has_more, first: answer.first_id, last: answer.last_id };
}

describe('ownModels', () => {
  it('lists the exact names of all maps, each once', () => {
    expect(
      list(
        [
          { a: '1', haiku: '2', 'claude-*': '3' },
          { a: '4', b: '5' },
        ],
        '',
        { c: '6' },
      ),
    ).toEqual({ ids: ['a', 'b', 'c'], more: false, first: 'a', last: 'c' });
  });

  it('is none when maps name only families and patterns', () => {
    expect(list([{ sonnet: 'x', 'gpt-*': 'y' }])).toBeNull();
  });

  it('cuts pages forwards and backwards', () => {
    const map = { a: '1', b: '1', c: '1', d: '1' };
    expect(list([map], '?limit=2')).toMatchObject({ ids: ['a', 'b'], more: true, last: 'b' });
    expect(list([map], '?limit=2&after_id=b')).toMatchObject({ ids: ['c', 'd'], more: false });
    expect(list([map], '?limit=2&before_id=d')).toMatchObject({ ids: ['b', 'c'], more: true });
    expect(list([map], '?limit=x')).toMatchObject({ ids: ['a', 'b', 'c', 'd'] });
  });
});
