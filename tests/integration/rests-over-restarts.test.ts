/** A real core, stopped and started again on the same data folder: what it knew of endpoints still holds, before any request. */
import { expect, it, onTestFinished } from 'vitest';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeEndpoint, refuse, type Step, streamText } from '../support/fake-endpoint.ts';

async function fake(...script: Step[]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

/** Wall time as a user has it, without timers of the core waiting for a hand to turn them. */
async function started(folder?: string, clock?: FakeClock) {
  const fixture = await coreFixture({ ...(folder === undefined ? {} : { folder }), ...(clock === undefined ? {} : { clock }) });
  await fixture.core.start();
  const states = () => fixture.core.services.endpoints.list().map(({ name, state }) => ({ name, ...state }));
  return { ...fixture, states };
}

it('an endpoint at rest is not asked after a restart, and its rest is shown as before', async () => {
  const limited = await fake(refuse(429, { headers: { 'retry-after': '3600' } }));
  const healthy = await fake(streamText('hello'));
  const first = await started();
  await addEndpoint(first.core, { name: 'limited', baseUrl: limited.url });
  await addEndpoint(first.core, { name: 'healthy', baseUrl: healthy.url });
  expect(await (await ask(first.core)).text()).toContain('hello');
  const [before] = first.states();
  expect(before).toMatchObject({ kind: 'resting', rests: [{ ruleId: 'rate-limited' }] });
  await first.core.stop('restart');

  const second = await started(first.folder);
  expect(second.states()[0]).toMatchObject({ kind: 'resting', rests: before?.rests });
  expect(await (await ask(second.core)).text()).toContain('hello');
  expect([limited.seen.length, healthy.seen.length]).toEqual([1, 2]);
});

it('a sole endpoint at rest answers its stored error at once, also after a restart', async () => {
  const limited = await fake(refuse(429, { headers: { 'retry-after': '1000' } }), streamText('too early'));
  const first = await started();
  await addEndpoint(first.core, { name: 'limited', baseUrl: limited.url });
  expect((await ask(first.core)).status).toBe(429);
  await first.core.stop('restart');
  const second = await started(first.folder);
  const answer = await ask(second.core);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(10);
  expect(await answer.json()).toMatchObject({ error: { type: 'rate_limit_error', message: expect.stringContaining('limited answered 429') } });
  expect(limited.seen).toHaveLength(1);
});

it('an edit ends the rest at once, for the next run too', async () => {
  const locked = await fake(refuse(401), streamText('hello'));
  const first = await started();
  const { id } = await addEndpoint(first.core, { name: 'locked', baseUrl: locked.url });
  expect((await ask(first.core)).status).toBe(403);
  expect(first.states()).toMatchObject([{ kind: 'resting' }]);
  await first.core.services.endpoints.edit(id, { credential: 'sk-right' });
  expect(first.states()).toMatchObject([{ kind: 'ready', rests: [] }]);
  await first.core.stop('restart');
  const second = await started(first.folder);
  expect(second.states()).toMatchObject([{ kind: 'ready', rests: [] }]);
  expect((await ask(second.core)).status).toBe(200);
});

it('a removed endpoint leaves nothing behind, and one that was brought back is tried', async () => {
  const failing = await fake(refuse(401), streamText('hello'));
  const { core, states } = await started();
  const { id } = await addEndpoint(core, { name: 'failing', baseUrl: failing.url });
  await ask(core);
  await core.services.endpoints.remove(id);
  await core.services.endpoints.undoRemove(id);
  expect(states()).toMatchObject([{ kind: 'ready', rests: [] }]);
  expect((await ask(core)).status).toBe(200);
});

it('a rest by hand holds for a sole endpoint, over a restart, until it is restored', async () => {
  const aside = await fake(streamText('hello'));
  const first = await started();
  const { id } = await addEndpoint(first.core, { name: 'aside', baseUrl: aside.url });
  const rested = await first.core.services.endpoints.rest(id, 3_600_000);
  expect(rested.state).toMatchObject({ kind: 'resting', rests: [{ ruleId: 'by-hand', reason: 'rested by hand' }] });
  await first.core.stop('restart');

  const second = await started(first.folder);
  expect(second.states()).toMatchObject([{ kind: 'resting', rests: rested.state.rests }]);
  const refused = await ask(second.core);
  expect([refused.status, refused.headers.get('x-should-retry')]).toEqual([503, 'false']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
  expect(await refused.json()).toMatchObject({ type: 'error', error: { message: expect.stringMatching(/aside rested by hand.*endpoint restore/) } });
  expect(aside.seen).toHaveLength(0);
  await second.core.services.endpoints.restore(id);
  expect((await ask(second.core)).status).toBe(200);
  await second.core.stop('restart');
  expect((await started(first.folder)).states()).toMatchObject([{ kind: 'ready', rests: [] }]);
});

it('a rest by hand lets the next endpoint answer, and can be ordered while nothing runs', async () => {
  const aside = await fake(streamText('aside'));
  const next = await fake(streamText('next'));
  const offline = await coreFixture({ mode: 'data-only' });
  await offline.core.start();
  const { id } = await addEndpoint(offline.core, { name: 'aside', baseUrl: aside.url });
  await addEndpoint(offline.core, { name: 'next', baseUrl: next.url });
  await offline.core.services.endpoints.rest(id, null);
  await offline.core.stop('done');
  const { core } = await started(offline.folder);
  expect(await (await ask(core)).text()).toContain('next');
  expect(aside.seen).toHaveLength(0);
});

it('a clock that was set back while the app did not run cannot make a rest longer', async () => {
  const limited = await fake(refuse(429, { headers: { 'retry-after': '60' } }), streamText('hello'));
  const clock = new FakeClock();
  const first = await started(undefined, clock);
  await addEndpoint(first.core, { name: 'limited', baseUrl: limited.url });
  expect((await ask(first.core)).status).toBe(429);
  await first.core.stop('restart');
  clock.stepWallClock(-7 * 86_400_000);
  const { core } = await started(first.folder, clock);
  expect((await ask(core)).status).toBe(429);
  clock.advance(60_000);
  expect((await ask(core)).status).toBe(200);
  expect(limited.seen).toHaveLength(2);
});
