/** `GET /v1/models` through a listener on real sockets: what is asked of whom, how often, and what comes of it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { answer, htmlPage, refuse, refusedUrl, silence } from '../../../support/fake-endpoint.ts';
import { LOCAL_TOKEN, type RunningProxy } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();
const MINUTE = 60_000;

const offers = (...models: ({ id: string } & Record<string, unknown>)[]) =>
  answer(200, { 'content-type': 'application/json' }, JSON.stringify({ data: models, has_more: false }));
const get = (proxy: RunningProxy, query = '?limit=1000') => fetch(`${proxy.url}/v1/models${query}`, { headers: { 'x-api-key': LOCAL_TOKEN } });
const pageSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
const ids = async (asked: Promise<Response>) => pageSchema.parse(await (await asked).json()).data.map(({ id }) => id);

describe('GET /v1/models', () => {
  it('merges what all endpoints offer and what the maps name, each once, with the names that endpoints give', async () => {
    const first = await fake(
      offers({ id: 'claude-opus-5', display_name: 'Claude Opus 5', created_at: '2026-05-01T00:00:00Z', type: 'model' }, { id: 'glm-5' }),
    );
    const second = await fake(offers({ id: 'glm-5', display_name: 'again' }, { id: 'local', created: 1, object: 'model' }));
    const proxy = await start({
      endpoints: [{ baseUrl: first.url, modelMap: { mine: 'glm-5', opus: 'glm-5' } }, second.url],
      defaultModels: { 'glm-5': 'x' },
    });
    const page = await (await get(proxy)).json();
    expect(page).toEqual({
      data: [
        { type: 'model', id: 'claude-opus-5', display_name: 'Claude Opus 5', created_at: '2026-05-01T00:00:00Z' },
        { type: 'model', id: 'glm-5', display_name: 'glm-5', created_at: '1970-01-01T00:00:00Z' },
        { type: 'model', id: 'local', display_name: 'local', created_at: '1970-01-01T00:00:00Z' },
        { type: 'model', id: 'mine', display_name: 'mine', created_at: '1970-01-01T00:00:00Z' },
      ],
      has_more: false,
      first_id: 'claude-opus-5',
      last_id: 'mine',
    });
    expect(await (await get(proxy, '?limit=1&after_id=glm-5')).json()).toMatchObject({ data: [{ id: 'local' }], has_more: true });
    expect(first.seen.map(({ target }) => target)).toEqual(['/v1/models?limit=1000']);
    expect(first.seen[0]?.headers).toMatchObject({ 'x-api-key': 'upstream-key-1', 'anthropic-version': '2023-06-01' });
    expect((await proxy.finishedOne()).exchange).toMatchObject({ kind: 'models', outcome: 'delivered', attemptCount: 0 });
  });

  it('lists of an endpoint only what it serves', async () => {
    const only = await fake(offers({ id: 'claude-opus-5' }, { id: 'claude-haiku-4-5' }));
    const proxy = await start({ endpoints: [{ baseUrl: only.url, families: ['haiku'] }] });
    expect(await ids(get(proxy))).toEqual(['claude-haiku-4-5']);
  });

  it('is an empty page when no endpoint serves what it offers', async () => {
    const only = await fake(offers({ id: 'claude-opus-5' }));
    const proxy = await start({ endpoints: [{ baseUrl: only.url, families: ['haiku'] }] });
    expect(await (await get(proxy)).json()).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
    expect(only.seen).toHaveLength(1);
  });

  it('asks each endpoint once in ten minutes, also when many ask at once, and again after an edit', async () => {
    const clock = new FakeClock();
    const only = await fake(offers({ id: 'old' }), offers({ id: 'new' }), offers({ id: 'edited' }));
    const proxy = await start({ endpoints: [only.url], clock });
    expect(await Promise.all([ids(get(proxy)), ids(get(proxy)), ids(get(proxy))])).toEqual([['old'], ['old'], ['old']]);
    clock.advance(10 * MINUTE - 1);
    expect(await ids(get(proxy))).toEqual(['old']);
    expect(only.seen).toHaveLength(1);
    clock.advance(1);
    expect(await ids(get(proxy))).toEqual(['new']);
    proxy.endpoints = proxy.endpoints.map((endpoint) => ({ ...endpoint, revision: 2 }));
    expect(await ids(get(proxy))).toEqual(['edited']);
    expect(only.seen).toHaveLength(3);
  });

  it('leaves out endpoints that fail, blames none of them, and does not ask them again for a minute', async () => {
    const clock = new FakeClock();
    const broken = [await fake(refuse(401)), await fake(htmlPage), await fake(answer(200, {}, '{"models":[]}'))];
    const healthy = await fake(offers({ id: 'm' }));
    const proxy = await start({ endpoints: [...broken.map(({ url }) => url), await refusedUrl(), healthy.url], clock });
    expect(await ids(get(proxy))).toEqual(['m']);
    clock.advance(MINUTE - 1);
    await ids(get(proxy));
    expect(broken.map(({ seen }) => seen.length)).toEqual([1, 1, 1]);
    clock.advance(1);
    await ids(get(proxy));
    expect([...broken, healthy].map(({ seen }) => seen.length)).toEqual([2, 2, 2, 1]);
    for (const { id } of proxy.endpoints) {
      expect(proxy.rests.stateOf(id)).toMatchObject({ kind: 'ready', rests: [], lastFailureAtMs: null });
      expect(proxy.slots.running(id)).toBe(0);
    }
  });

  it('waits three seconds for an endpoint and not at all for one at rest', async () => {
    const clock = new FakeClock();
    const [resting, slow, healthy] = [await fake(offers({ id: 'rested' })), await fake(silence), await fake(offers({ id: 'm' }))];
    const proxy = await start({ endpoints: [resting.url, slow.url, healthy.url], clock });
    proxy.rests.restByHand('endpoint-1', 1, null);
    const asked = ids(get(proxy));
    await Promise.all([slow.arrived(1), healthy.arrived(1)]);
    await expect.poll(() => proxy.slots.running('endpoint-3')).toBe(0);
    clock.advance(3_000);
    expect(await asked).toEqual(['m']);
    expect(resting.seen).toHaveLength(0);
  });

  it('does not list what an endpoint offers while the user lets it rest, although it is known', async () => {
    const [first, second] = [await fake(offers({ id: 'a' })), await fake(offers({ id: 'b' }))];
    const proxy = await start({ endpoints: [first.url, second.url] });
    expect(await ids(get(proxy))).toEqual(['a', 'b']);
    proxy.rests.restByHand('endpoint-1', 1, null);
    expect(await ids(get(proxy))).toEqual(['b']);
    proxy.rests.restore('endpoint-1');
    expect(await ids(get(proxy))).toEqual(['a', 'b']);
  });

  it('is passed through when nobody offers and names anything, so that the endpoint itself answers', async () => {
    const only = await fake(refuse(401, { message: 'bad key' }));
    const proxy = await start({ endpoints: [only.url] });
    const answered = await get(proxy);
    expect(answered.status).toBe(401);
    expect(await answered.json()).toMatchObject({ error: { message: 'bad key' } });
    expect(only.seen).toHaveLength(2);
    expect((await proxy.finishedOne()).attempts).toHaveLength(1);
    expect(proxy.started).toHaveLength(1);
  });
});
