import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { EndpointSlots } from '../../../../src-main/proxy/endpoint-slots.ts';
import { MAX_REPLAY_BYTES } from '../../../../src-main/proxy/judge-replay.ts';
import type { ProxyEndpoint } from '../../../../src-main/proxy/ports.ts';
import { Replays, type ReplaysOptions } from '../../../../src-main/proxy/replays.ts';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import type { AuditRecord, AuditView } from '../../../../src-shared/schemas/audit.ts';
import type { Attempt, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { replaySchema } from '../../../../src-shared/schemas/replay.ts';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { answer, jsonMessage, refuse, refusedUrl, silence, streamText } from '../../../support/fake-endpoint.ts';
import { AUDITED_ID, auditBody, REQUEST_BODY, sampleAudit, sampleAuditText } from '../../../support/sample-audit.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';
import { toyProtocol } from '../../../support/toy-protocol.ts';

const { fake } = useDataPath();
const WHOLE_BODY = REQUEST_BODY.replace('"stream":true', '"stream":false');

const PLAIN_BODY = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });

interface Rig extends Partial<ReplaysOptions> {
  readonly view?: AuditView;
  readonly body?: string;
}

function rig(endpoint: Partial<ProxyEndpoint>, { view = { kind: 'kept', record: sampleAudit() }, body = REQUEST_BODY, ...options }: Rig = {}) {
  const upstream = new UpstreamClient({ connectTimeoutMs: 2_000, proxyFor: () => null, extraCaPem: null });
  onTestFinished(() => upstream.stop());
  const finished: { readonly exchange: ExchangeSummary; readonly attempts: readonly Attempt[] }[] = [];
  const started: ExchangeSummary[] = [];
  const slots = new EndpointSlots({ clock: systemClock });
  const one = proxyEndpoint(endpoint);
  const replays = new Replays({
    stored: { get: async () => view, text: async (input) => sampleAuditText({ ...input, limit: 100 }, { 'original ': body }) },
    endpoints: { enabled: () => [one], defaultModels: () => ({ opus: 'from-the-default-map' }) },
    observer: {
      started: (exchange) => started.push(exchange),
      attempted: () => undefined,
      progressed: () => undefined,
      finished: (exchange, attempts) => finished.push({ exchange, attempts }),
    },
    upstream,
    protocols: protocolAdapter,
    slots,
    clock: systemClock,
    instanceId: 'instance-a',
    ...options,
  });
  const run = async (model: string | null = null) => replaySchema.parse(await replays.run({ id: AUDITED_ID, endpointId: one.id, model }));
  return { replays, run, started, finished, slots, endpoint: one };
}

const withOriginal = (changes: Partial<AuditRecord['original']>): AuditView => {
  const record = sampleAudit();
  return { kind: 'kept', record: { ...record, original: { ...record.original, ...changes } } };
};

describe('Replays', () => {
  it('sends the stored bytes with the endpoint’s own key and model, and gives the whole answer back', async () => {
    const endpoint = await fake(streamText('hello again'));
    const { run, finished } = rig({ baseUrl: endpoint.url, modelMap: { opus: 'glm-5' } });
    const result = await run();
    expect(result).toMatchObject({ outcome: 'delivered', status: 200, error: null, sentModel: 'glm-5', endpoint: 'Endpoint 1' });
    expect(result.text).toContain('hello again');
    const [seen] = endpoint.seen;
    expect(seen?.body.toString()).toBe(REQUEST_BODY.replace('claude-opus-4-1', 'glm-5'));
    expect(seen?.target).toBe('/v1/messages?beta=true');
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer upstream-key-1',
      'user-agent': 'claude-cli/2.1.329',
      'x-code-proxy-via': 'instance-a',
    });
    expect(finished).toHaveLength(1);
  });

  it('is recorded as an exchange of its own, with its usage', async () => {
    const endpoint = await fake(streamText('hi', { inputTokens: 11, outputTokens: 7 }));
    const { run, started, finished } = rig({ baseUrl: endpoint.url });
    const { exchangeId, usage } = await run();
    expect(started.map(({ id }) => id)).toEqual([exchangeId]);
    expect(finished).toMatchObject([
      {
        exchange: {
          id: exchangeId,
          client: 'code-proxy-replay',
          outcome: 'delivered',
          status: 200,
          attemptCount: 1,
          sessionId: null,
          isStream: true,
        },
        attempts: [
          {
            endpoint: 'Endpoint 1',
            verdict: 'deliver',
            ruleId: 'replay',
            reason: `replay of ${AUDITED_ID}`,
            restMs: null,
            usage: { outputTokens: 7 },
          },
        ],
      },
    ]);
    expect(usage).toMatchObject({ inputTokens: 11, outputTokens: 7, source: 'reported' });
    expect(exchangeId).not.toBe(AUDITED_ID);
  });

  it('sends the model that the user asks for as it is', async () => {
    const endpoint = await fake(streamText('hi'));
    const { run } = rig({ baseUrl: endpoint.url, modelMap: { opus: 'glm-5' } });
    expect((await run('claude-opus-9')).sentModel).toBe('claude-opus-9');
    expect(JSON.parse(endpoint.seen[0]?.body.toString() ?? '')).toMatchObject({ model: 'claude-opus-9' });
  });

  it('takes the default model map where the endpoint’s own says nothing', async () => {
    const endpoint = await fake(streamText('hi'));
    expect((await rig({ baseUrl: endpoint.url }).run()).sentModel).toBe('from-the-default-map');
  });

  it('reads a compressed JSON answer, and a translated one', async () => {
    const plain = await fake(jsonMessage('whole', { encoding: 'gzip' }));
    const whole = await rig({ baseUrl: plain.url }, { body: WHOLE_BODY }).run();
    expect(JSON.parse(whole.text)).toMatchObject({ content: [{ text: 'whole' }] });
    expect(whole).toMatchObject({ outcome: 'delivered', usage: { inputTokens: 11, outputTokens: 7 } });
    const foreign = await fake(answer(200, { 'content-type': 'application/json' }, '{"words":["from","afar"]}'));
    const translated = await rig({ baseUrl: foreign.url }, { body: PLAIN_BODY, protocols: () => toyProtocol }).run();
    expect(translated.text).toContain('from afar');
  });

  it.each([
    ['a 529', refuse(529), 'failed', 529, 'overloaded_error'],
    ['a 400', refuse(400, { message: 'no such field' }), 'client_fault', 400, 'no such field'],
    ['a stream that breaks off', streamText('x', { after: { events: 3, ending: 'cut' } }), 'stream_cut', 200, 'broke'],
    ['a stream that ends too early', streamText('x', { after: { events: 3, ending: 'end' } }), 'stream_cut', 200, 'message_stop'],
  ] as const)('says of %s what it is, and shows what came', async (_, step, outcome, status, error) => {
    const endpoint = await fake(step);
    const { run, finished } = rig({ baseUrl: endpoint.url });
    const result = await run();
    expect(result).toMatchObject({ outcome, status, error: expect.stringContaining(error) });
    expect(result.text).not.toBe('');
    expect(finished).toMatchObject([{ exchange: { outcome, status, error: result.error }, attempts: [{ verdict: 'stop' }] }]);
    expect(endpoint.seen).toHaveLength(1);
  });

  it('says that nothing answers', async () => {
    const result = await rig({ baseUrl: await refusedUrl() }).run();
    expect(result).toMatchObject({
      outcome: 'failed',
      status: null,
      error: expect.stringContaining('refused the connection'),
      usage: null,
      text: '',
    });
  });

  it('shows no key that the endpoint repeats', async () => {
    const endpoint = await fake(refuse(401, { message: 'no such key: upstream-key-1' }));
    const { run, finished } = rig({ baseUrl: endpoint.url });
    expect(JSON.stringify([await run(), finished])).not.toContain('upstream-key-1');
  });

  it('can be cancelled: the endpoint’s connection is closed, and it is recorded as left', async () => {
    const endpoint = await fake(silence);
    const { run, replays, finished, slots } = rig({ baseUrl: endpoint.url, maxConcurrent: 1 });
    const result = run();
    await endpoint.arrived(1);
    expect(slots.running('endpoint-1')).toBe(1);
    replays.cancel('another');
    replays.cancel(AUDITED_ID);
    expect(await result).toMatchObject({ outcome: 'client_left', error: 'cancelled', status: null });
    await endpoint.seen[0]?.aborted;
    expect(finished).toMatchObject([{ exchange: { outcome: 'client_left' } }]);
    expect(slots.running('endpoint-1')).toBe(0);
  });

  it('is given up after its time, and at its size, with what came so far', async () => {
    const slow = await fake(silence);
    expect(await rig({ baseUrl: slow.url }, { limitMs: 30 }).run()).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('not over after'),
    });
    const large = await fake(answer(200, { 'content-type': 'text/event-stream' }, `: ${'x'.repeat(MAX_REPLAY_BYTES)}\n`));
    expect(await rig({ baseUrl: large.url }).run()).toMatchObject({ outcome: 'stream_cut', error: expect.stringContaining('8 MiB') });
  });

  it('stops what runs, and waits until it is recorded', async () => {
    const endpoint = await fake(silence);
    const { run, replays, finished } = rig({ baseUrl: endpoint.url });
    void run();
    await endpoint.arrived(1);
    await replays.stop();
    expect(finished).toMatchObject([{ exchange: { outcome: 'client_left' } }]);
  });

  it.each<[string, Rig, string]>([
    ['nothing was kept', { view: { kind: 'none' } }, 'audit was off'],
    ['it has expired', { view: { kind: 'expired' } }, 'expired'],
    ['it was dropped', { view: { kind: 'dropped' } }, 'too much'],
    ['it is under way', { view: { kind: 'pending' } }, 'under way'],
    ['only its beginning was kept', { view: withOriginal({ body: auditBody('{', 'application/json', { kept: 'cut' }) }) }, 'only the beginning'],
    ['its body was dropped', { view: withOriginal({ body: auditBody('', 'application/json', { kept: 'dropped' }) }) }, 'not kept'],
    ['it is another call', { view: withOriginal({ method: 'GET', target: '/v1/models', body: null }) }, 'only requests for messages'],
    ['it is no JSON', { body: '{"model":' }, 'cannot be sent again'],
  ])('refuses when %s, and sends nothing', async (_, options, why) => {
    const endpoint = await fake(streamText('hi'));
    const { run, started } = rig({ baseUrl: endpoint.url }, options);
    await expect(run()).rejects.toMatchObject({ code: 'REPLAY_IMPOSSIBLE', message: expect.stringContaining(why) });
    expect([endpoint.seen, started]).toEqual([[], []]);
  });

  it('refuses an endpoint that is not there, one that is full, and a second replay at once', async () => {
    const endpoint = await fake(silence);
    const { replays, run, slots, endpoint: one } = rig({ baseUrl: endpoint.url, maxConcurrent: 1 });
    await expect(replays.run({ id: AUDITED_ID, endpointId: 'gone', model: null })).rejects.toMatchObject({ code: 'ENDPOINT_NOT_FOUND' });
    slots.tryTake(one);
    await expect(run()).rejects.toMatchObject({ code: 'REPLAY_IMPOSSIBLE', message: expect.stringContaining('at once') });
    slots.release(one.id);
    const first = run();
    await endpoint.arrived(1);
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('already') });
    replays.cancel(AUDITED_ID);
    await first;
  });
});
