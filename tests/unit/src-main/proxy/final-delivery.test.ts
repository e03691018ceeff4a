import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { AttemptEnd } from '../../../../src-main/proxy/attempt-end.ts';
import { ClientAnswer } from '../../../../src-main/proxy/client-answer.ts';
import { deliverFailure, deliverFault, failuresAtRest } from '../../../../src-main/proxy/final-delivery.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** Lets `act` answer one real request, and returns what the client got. */
async function got(act: (answer: ClientAnswer) => void): Promise<Response> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) =>
    act(new ClientAnswer({ request, response, exchangeId: 'x', clock: new FakeClock() })),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const answer = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  const copy = new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
  server.close();
  server.closeAllConnections();
  return copy;
}

const body = Buffer.from('{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}');
const limited = { kind: 'status', status: 429, errorType: 'rate_limit_error', text: 'slow', isAnthropicError: true, namedWaitMs: 9_000 } as const;
const received = { status: 429, headers: ['retry-after', '90', 'content-type', 'application/json', 'x-a', '1'], body };
const end: AttemptEnd = {
  observation: limited,
  received,
  isCommitted: false,
  isWholeForClient: false,
  status: 429,
  firstByteAtMs: null,
  usage: null,
  upstreamRequestId: null,
};

describe('deliverFailure', () => {
  it('delivers the received error with the wait of the soonest', async () => {
    const answer = await got((client) => {
      const failures = [
        { endpoint: 'A', ruleId: 'rate-limited', observation: limited, waitMs: 9_000, received },
        { endpoint: 'B', ruleId: 'rate-limited', observation: { ...limited, namedWaitMs: 4_000 }, waitMs: 4_000, received: null },
      ];
      deliverFailure(client, failures, 'messages');
    });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('4');
    expect(answer.headers.get('x-code-proxy-exchange')).toBe('x');
  });

  it('makes an error of its own when there is none to deliver', async () => {
    const failure = {
      endpoint: 'A',
      ruleId: 'refused',
      observation: { kind: 'unreachable', cause: 'refused', detail: 'd' },
      waitMs: null,
      received: null,
    } as const;
    const answer = await got((client) => void deliverFailure(client, [failure], 'messages'));
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ type: 'error', error: { type: 'api_error', message: expect.stringContaining('A') } });
  });
});

describe('what a final error tells clients to do', () => {
  const failing = (waitMs: number) => ({ endpoint: 'A', ruleId: 'rate-limited', observation: limited, waitMs, received });

  it('is not to ask again when the wait is longer than a minute, also with an answer as received', async () => {
    const asksAgain = { ...received, headers: [...received.headers, 'X-Should-Retry', 'true'] };
    const long = await got((client) => void deliverFailure(client, [{ ...failing(61_000), received: asksAgain }], 'messages'));
    expect([long.status, long.headers.get('retry-after'), long.headers.get('x-should-retry')]).toEqual([429, '61', 'false']);
    const short = await got((client) => void deliverFailure(client, [failing(60_000)], 'messages'));
    expect([short.headers.get('retry-after'), short.headers.get('x-should-retry')]).toEqual(['60', null]);
  });

  it('is not to ask again when every endpoint rests by hand for long', async () => {
    const resting = { endpoint: 'A', ruleId: 'by-hand', observation: { kind: 'rested-by-hand' }, waitMs: null, received: null } as const;
    const answer = await got((client) => void deliverFailure(client, [resting], 'messages'));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('x-should-retry')]).toEqual([503, '300', 'false']);
    expect(await answer.json()).toMatchObject({ type: 'error', error: { type: 'api_error', message: expect.stringContaining('A rested by hand') } });
  });

  it.each([429, 503, 529])('on a %i that a rule delivers as received is to come back soon, unless the endpoint said when', async (status) => {
    const silent = { ...end, received: { ...received, status, headers: ['content-type', 'application/json'] } };
    const fault = await got((client) => void deliverFault(client, silent, false));
    expect([fault.status, fault.headers.get('retry-after')]).toEqual([status, '5']);
    const said = await got((client) => void deliverFault(client, end, false));
    expect(said.headers.get('retry-after')).toBe('90');
    const foreign = await got((client) => void deliverFault(client, silent, true));
    expect([foreign.status, foreign.headers.get('retry-after')]).toEqual([status, '5']);
  });

  it('on other faults is nothing', async () => {
    const fault = { ...end, received: { ...received, status: 400, headers: [] } };
    expect((await got((client) => void deliverFault(client, fault, false))).headers.get('retry-after')).toBeNull();
  });
});

describe('deliverFault', () => {
  it('is byte for byte in the client’s own dialect', async () => {
    const answer = await got((client) => void deliverFault(client, end, false));
    expect(answer.headers.get('x-a')).toBe('1');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
  });

  it('is worded anew when the endpoint speaks another', async () => {
    const answer = await got((client) => void deliverFault(client, end, true));
    expect(answer.headers.get('x-a')).toBeNull();
    expect(await answer.json()).toEqual({ type: 'error', error: { type: 'rate_limit_error', message: 'slow' } });
  });
});

it('failuresAtRest remembers what was seen and how long it lasts', () => {
  const rest = {
    scope: 'endpoint',
    model: null,
    ruleId: 'r',
    reason: 'why',
    observation: limited,
    startedAtMs: 0,
    untilMs: 10_000,
    probeEveryMs: null,
    isHard: true,
    revision: 1,
    streak: 1,
    prober: null,
    restMs: 30_000,
  } as const;
  expect(
    failuresAtRest(
      [
        { endpoint: { name: 'A' }, rest },
        { endpoint: { name: 'B' }, rest: { ...rest, untilMs: null } },
      ],
      4_000,
    ),
  ).toMatchObject([
    { endpoint: 'A', waitMs: 6_000, received: null },
    { endpoint: 'B', waitMs: null },
  ]);
});
