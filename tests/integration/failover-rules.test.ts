/** A whole core on real sockets and a real database: what the user's failover rules change, at once and after a restart. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../src-main/core-options.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import { newRuleSchema } from '../../src-shared/schemas/failover-rule.ts';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { FakeEndpoint, refuse, type Step, streamText } from '../support/fake-endpoint.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SLOW_DOWN = refuse(400, { message: 'Please slow down a little.' });
const RULE = newRuleSchema.parse({
  title: 'Asked to slow down',
  match: { statuses: [400], phrases: ['please slow down'] },
  rest: { kind: 'for', ms: 60_000 },
});

async function fakeEndpoint(step: Step): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start([step]);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

/** A core with an endpoint that asks to slow down, and one that answers. */
async function setUp() {
  const folder = await tempFolder();
  const { core } = await coreFixture({ folder });
  await core.start();
  const slow = await fakeEndpoint(SLOW_DOWN);
  const healthy = await fakeEndpoint(streamText('hello'));
  await addEndpoint(core, { name: 'slow', baseUrl: slow.url });
  await addEndpoint(core, { name: 'healthy', baseUrl: healthy.url });
  return { core, folder, seen: () => [slow.seen.length, healthy.seen.length] };
}

/** Reads the answer to its end, so that the exchange is over. */
async function askWhole(core: Core): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await ask(core);
  return { status: answer.status, text: await answer.text() };
}

async function latest(core: Core) {
  const { items } = await core.services.exchanges.list({ limit: 1 });
  return core.services.exchanges.get(items[0]?.id ?? '');
}

describe('a failover rule of the user', () => {
  it('changes what the proxy does, and switching it off changes it back', async () => {
    const { core, seen } = await setUp();
    expect(await askWhole(core)).toMatchObject({ status: 400, text: expect.stringContaining('slow down') });
    expect(seen()).toEqual([1, 0]);
    expect(await latest(core)).toMatchObject({ outcome: 'client_fault', attempts: [{ ruleId: 'client-fault', restMs: null }] });

    await core.services.rules.add(RULE, {});
    expect(await askWhole(core)).toMatchObject({ status: 200, text: expect.stringContaining('hello') });
    expect(seen()).toEqual([2, 1]);
    expect(await latest(core)).toMatchObject({
      outcome: 'delivered',
      attempts: [
        { endpoint: 'slow', verdict: 'try-next', ruleId: 'asked-to-slow-down', restMs: 60_000 },
        { endpoint: 'healthy', verdict: 'deliver' },
      ],
    });
    const { state } = core.services.endpoints.get('slow');
    expect(state).toMatchObject({ kind: 'resting', rests: [{ ruleId: 'asked-to-slow-down', scope: 'endpoint' }] });
    expect((state.rests[0]?.untilMs ?? 0) - (state.rests[0]?.startedAtMs ?? 0)).toBe(60_000);

    await core.services.endpoints.restore(core.services.endpoints.get('slow').id);
    await core.services.rules.setEnabled('asked-to-slow-down', false);
    expect(await askWhole(core)).toMatchObject({ status: 400 });
    expect(seen()).toEqual([3, 1]);
    expect(core.services.endpoints.get('slow').state.kind).toBe('ready');
  });

  it('leaves counting tokens to its own rule', async () => {
    const { core } = await setUp();
    await core.services.rules.add(RULE, {});
    const input = { answer: { kind: 'status', status: 400, headers: {}, body: 'please slow down' } } as const;
    expect(core.services.rules.test({ ...input, exchangeKind: 'messages' }).rule?.id).toBe('asked-to-slow-down');
    expect(core.services.rules.test({ ...input, exchangeKind: 'count_tokens' }).rule?.id).toBe('count-tokens');
  });

  it('is announced on the feed', async () => {
    const { core } = await setUp();
    const ended = new AbortController();
    const seen: FeedEvent['type'][] = [];
    const reader = (async () => {
      for await (const { event } of core.services.feed.read(null, ended.signal)) {
        seen.push(event.type);
        // The first answer is a reset: only now is the feed open.
        if (event.type === 'reset') await core.services.rules.add(RULE, {});
        if (event.type === 'rules-changed') return;
      }
    })();
    await reader;
    ended.abort();
    expect(seen.at(-1)).toBe('rules-changed');
  });

  it('is there again after a restart', async () => {
    const { core, folder } = await setUp();
    await core.services.rules.add(RULE, {});
    await core.services.rules.setEnabled('timeout', false);
    const before = core.services.rules.list();
    await core.stop('restart');
    const { core: second } = await coreFixture({ folder });
    await second.start();
    expect(second.services.rules.list()).toEqual(before);
  });
});

it('a core whose stored rules were spoilt by hand starts with the built-in ones and says which it ignores', async () => {
  const { core, folder } = await setUp();
  await core.services.rules.add(RULE, {});
  const builtIn = core.services.rules.list().filter(({ origin }) => origin === 'built-in');
  await core.stop('restart');
  const database = new Database(dataPaths(join(folder, 'data')).database);
  database.exec(`UPDATE failover_rules SET rule = '{"title":"x","match":{"statuses":["all"]}}'`);
  database.close();

  const { core: second } = await coreFixture({ folder });
  await second.start();
  expect(second.services.rules.list()).toEqual(builtIn);
  expect(second.services.status().warnings).toEqual([
    'The stored failover rule "asked-to-slow-down" is ignored: match.statuses[0] must be a status or a range such as [500, 599].',
  ]);
  expect(await askWhole(second)).toMatchObject({ status: 400 });
});
