/**
 * The fault wall, first part: every row of the failover table before the commit point, in company (a healthy second endpoint)
 * and alone (two retries allowed), on real sockets. Each case states what the client got, how often each endpoint was asked,
 * which rests follow, and what was recorded.
 *
 * Where the numbered assertions of the data plane are proven:
 *
 *  1-8, 12-15           request-bytes.test.ts          9-11                unit proxy/request-handler.test.ts
 *  73, 74, 77, 79       relay.test.ts                  68-70               unit sse/sse-parser.test.ts, proxy/usage-tap.test.ts
 *  78                   unit proxy/attempt.test.ts, odd-endings.test.ts
 *  75, 76               unit proxy/usage-tap.test.ts   90                  unit proxy/model-catalog.test.ts, proxy/own-models.test.ts
 *  81, 86               clients.test.ts                80                  relay.test.ts, integration/proxy/leaving-and-slow-clients.test.ts
 *  83, 84, 85           gate.test.ts                   82, 87 (as designed) cut-streams.test.ts, clients.test.ts
 *  91                   here, the rows of count_tokens
 */
import { describe, expect, it } from 'vitest';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { answer, headOnly, htmlPage, jsonMessage, refuse, reset, type Step, silence, streamEvents, streamText } from '../../support/fake-endpoint.ts';
import { HTML, ROWS, type Row } from '../../support/fault-rows.ts';
import { play } from '../../support/fault-wall.ts';

const path = useDataPath();

const WHOLE_STREAM = streamEvents('hello').join('');
/** Far more than any test waits: only sleeps between tries are due. */
const PATIENT = { firstByteTimeoutMs: 1e9, apiTimeoutMs: 1e9 };

const endpointOf = async ({ fault }: Row): Promise<string | readonly Step[]> => ('url' in fault ? fault.url(path) : [fault]);

describe('in company', () => {
  it.each(ROWS)('$name: the second answers at once, the client never hears of it', async (row) => {
    const [tries, rule, rest] = row.company;
    const body = row.isStream === true ? HELLO : HELLO_WHOLE;
    const good = row.isStream === true ? streamText('hello') : jsonMessage('hello');
    const played = await play(path, {
      endpoints: [await endpointOf(row), [good]],
      body,
      settings: PATIENT,
      // Only a retry at the same endpoint sleeps; moving on never does.
      ...(tries === 2 ? { stepMs: 500 } : {}),
    });
    expect(played.client).toMatchObject({ status: 200, ending: 'whole' });
    if (row.isStream === true) expect(played.client.body).toBe(WHOLE_STREAM);
    else expect(played.client.body).toContain('"text":"hello"');
    expect(played.tries.at(-1)).toBe(1);
    if (played.tries.length === 2) expect(played.tries[0]).toBe(tries);
    const retries = Array.from({ length: tries - 1 }, () => `1 retry-here ${rule}`);
    expect(played.attempts).toEqual([...retries, `1 try-next ${rule}`, '2 deliver success']);
    expect(played.rests).toEqual(rest === '-' ? [] : [`1 ${rule} ${rest}`]);
    expect(played.outcome).toBe('delivered');
  });
});

describe('alone', () => {
  it.each(ROWS)('$name: tried as often as the row says, then the most useful error', async (row) => {
    const [tries, status, errorType, rest] = row.alone;
    const rule = row.company[1];
    const body = row.isStream === true ? HELLO : HELLO_WHOLE;
    const sleeps = tries > 1;
    const played = await play(path, { endpoints: [await endpointOf(row)], body, settings: PATIENT, ...(sleeps ? { stepMs: 500 } : {}) });
    expect(played.client).toMatchObject({ status, ending: 'whole' });
    if (errorType === 'received') expect(played.client.body).toContain(`"request_id":"req_fake"`);
    else
      expect(JSON.parse(played.client.body)).toMatchObject({
        type: 'error',
        error: { type: errorType, message: expect.stringContaining('Endpoint 1') },
      });
    expect(played.client.headers['retry-after']).toBe(row.retryAfter);
    if (played.tries.length === 1) expect(played.tries[0]).toBe(tries);
    const retries = Array.from({ length: tries - 1 }, () => `1 retry-here ${rule}`);
    expect(played.attempts).toEqual([...retries, `1 stop ${rule}`]);
    expect(played.rests).toEqual(rest === '-' ? [] : [`1 ${rule} ${rest}`]);
    expect(played.outcome).toBe('failed');
  });
});

describe('the request itself is at fault', () => {
  it.each([400, 406, 411, 413, 415, 418, 422, 431].flatMap((status) => [[status, 1] as const, [status, 2] as const]))(
    '%i with an Anthropic body, %i endpoints: delivered byte for byte after one try',
    async (status, count) => {
      const body = `{ "type":"error","error": {"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}, "x":1.0}`;
      const played = await play(path, {
        endpoints: [[refuse(status, { body, headers: { 'x-should-retry': 'false' } })], [streamText('no')]].slice(0, count),
      });
      expect(played.client).toMatchObject({ status, body, ending: 'whole', headers: { 'x-should-retry': 'false', 'request-id': 'req_fake' } });
      expect(played.tries).toEqual([1, 0].slice(0, count));
      expect([played.outcome, played.attempts, played.rests]).toEqual(['client_fault', ['1 deliver client-fault'], []]);
    },
  );
});

describe('an answer that does not come in time', () => {
  const TIMED: readonly (readonly [string, Step, boolean, string])[] = [
    ['no head to a request for a stream', silence, true, 'sent no answer within 90 s'],
    ['a head and no content', headOnly, true, 'sent no content within 90 s'],
    ['no head to a request without a stream (40 % of the API timeout)', silence, false, 'sent no answer within 240 s'],
  ];
  it.each(TIMED)('%s: one try, then the next endpoint', async (_name, fault, isStream, reason) => {
    const first = await path.fake(fault);
    const played = play(path, {
      endpoints: [first.url, [isStream ? streamText('hello') : jsonMessage('hello')]],
      body: isStream ? HELLO : HELLO_WHOLE,
      settings: { apiTimeoutMs: 600_000 },
      stepMs: 5_000,
    });
    const { client, tries, rests, attempts, proxy } = await played;
    expect(client.body).toContain('hello');
    expect([first.seen.length, ...tries]).toEqual([1, 1]);
    expect(attempts).toEqual(['1 try-next timeout', '2 deliver success']);
    expect(rests).toEqual(['1 timeout endpoint 30000']);
    await first.seen[0]?.aborted;
    expect(proxy.finished[0]?.attempts[0]?.reason).toBe(reason);
  });

  it('alone: 504 without a second try, 5 s before the client would give up', async () => {
    const played = await play(path, { endpoints: [[silence]], body: HELLO_WHOLE, settings: { apiTimeoutMs: 600_000 }, stepMs: 5_000 });
    expect(played.client).toMatchObject({ status: 504, ending: 'whole' });
    expect(JSON.parse(played.client.body)).toMatchObject({ error: { type: 'timeout_error', message: expect.stringContaining('595 s') } });
    expect([played.tries, played.rests, played.attempts]).toEqual([[1], [], ['1 stop timeout']]);
  });
});

describe('counting tokens', () => {
  const ask = { path: '/v1/messages/count_tokens?beta=true' };
  const COUNTED = answer(200, { 'content-type': 'application/json' }, '{"input_tokens":5}');
  it.each<[string, Step]>([
    ['500', refuse(500)],
    ['401', refuse(401)],
    ['429', refuse(429)],
    ['404', refuse(404, { body: HTML })],
    ['400', refuse(400)],
    ['a web page', htmlPage],
    ['a reset', reset],
  ])('that fails with %s goes to the next endpoint, without a rest and without a second try', async (_name, fault) => {
    const played = await play(path, { endpoints: [[fault], [COUNTED]], body: HELLO_WHOLE, ask });
    expect(played.client).toMatchObject({ status: 200, body: '{"input_tokens":5}' });
    expect([played.tries, played.rests, played.attempts]).toEqual([[1, 1], [], ['1 try-next count-tokens', '2 deliver success']]);
    const nowhere = await play(path, { endpoints: [[fault], [fault]], body: HELLO_WHOLE, ask });
    expect(nowhere.client.status).toBe(404);
    expect([nowhere.tries, nowhere.rests, nowhere.outcome]).toEqual([[1, 1], [], 'failed']);
  });
});

describe('a body that a gateway found too large', () => {
  it('is not sent there again, nor is a larger one; smaller ones are', async () => {
    const played = await play(path, { endpoints: [[refuse(413, { body: HTML }), jsonMessage('small')], [jsonMessage('second')]], body: HELLO_WHOLE });
    expect(played.tries).toEqual([1, 1]);
    const { proxy, fakes } = played;
    const larger = { ...HELLO_WHOLE, messages: [{ role: 'user', content: 'hi there' }] };
    for (const body of [HELLO_WHOLE, larger]) expect(await (await proxy.ask(body)).text()).toContain('second');
    const smaller = { ...HELLO_WHOLE, messages: [] };
    expect(await (await proxy.ask(smaller)).text()).toContain('small');
    expect(fakes.map(({ seen }) => seen.length)).toEqual([2, 3]);
    fakes[1]?.script(refuse(400, { body: HTML }));
    const answered = await proxy.ask(HELLO_WHOLE);
    expect(await answered.text()).toMatch(/Endpoint 1 \(not asked: it refused \d+ bytes before\) answered 413/);
    expect(fakes.map(({ seen }) => seen.length)).toEqual([2, 4]);
  });
});
