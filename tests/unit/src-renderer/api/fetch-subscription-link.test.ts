// @vitest-environment node
import { createServer, type RequestListener } from 'node:http';
import { createTRPCClient } from '@trpc/client';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AdminRouter, createAdminRouter } from '../../../../src-main/admin/router.ts';
import { fetchSubscriptionLink } from '../../../../src-renderer/api/fetch-subscription-link.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { eventually } from '../../../support/eventually.ts';

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return { server, url: `http://127.0.0.1:${address.port}/trpc` };
}

/** A real feed behind a real socket. */
async function useFeed() {
  const services = fakeAdminServices();
  onTestFinished(() => services.feed.close());
  // Events are kept for a reader that was here before.
  const visit = services.feed.read(null, new AbortController().signal);
  await visit.next();
  await visit.return();
  const answer = createHTTPHandler<AdminRouter>({ router: createAdminRouter(services), basePath: '/trpc/' });
  const requests: { url: string; header: string | undefined }[] = [];
  const { server, url } = await listen((request, response) => {
    requests.push({ url: decodeURIComponent(request.url ?? ''), header: request.headers['x-test']?.toString() });
    answer(request, response);
  });
  const publish = (...names: string[]) => {
    for (const name of names) services.feed.publish({ type: 'notice', level: 'info', code: name, values: {} });
  };
  return { server, url, services, publish, requests };
}

function subscribe(url: string, options: { idleLimitMs?: number; since?: string } = {}) {
  const { since, ...rest } = options;
  let connection = 0;
  const client = createTRPCClient<AdminRouter>({
    links: [fetchSubscriptionLink({ url, firstRetryMs: 1, headers: () => ({ 'x-test': String(++connection) }), ...rest })],
  });
  const seen: string[] = [];
  const states: string[] = [];
  const errors: unknown[] = [];
  const { unsubscribe } = client.feed.events.subscribe(since === undefined ? {} : { since }, {
    onData: ({ data }) => seen.push(data.type === 'notice' ? data.code : data.type),
    onError: (error) => errors.push(error),
    onConnectionStateChange: ({ state }) => states.push(state),
  });
  onTestFinished(unsubscribe);
  return { seen, states, errors, unsubscribe };
}

describe('fetchSubscriptionLink', () => {
  it('delivers events as they come', async () => {
    const { url, publish } = await useFeed();
    const { seen, states } = subscribe(url);
    await eventually(() => seen).toEqual(['reset']);
    publish('a', 'b');
    await eventually(() => seen).toEqual(['reset', 'a', 'b']);
    expect(states).toEqual(['connecting', 'pending']);
  });

  it('delivers each event exactly once although the socket is killed again and again', async () => {
    const { server, url, services, publish } = await useFeed();
    const { seen, errors } = subscribe(url);
    await eventually(() => seen).toEqual(['reset']);
    const expected = ['reset'];
    for (let round = 0; round < 10; round++) {
      publish(`${round} before`);
      await eventually(() => seen).toContain(`${round} before`);
      server.closeAllConnections();
      publish(`${round} lost`);
      expected.push(`${round} before`, `${round} lost`);
    }
    await eventually(() => seen).toEqual(expected);
    expect(errors).toEqual([]);
    await eventually(() => services.feed.readerCount).toBe(1);
  });

  it('brings its headers anew with each connection and says where it stopped', async () => {
    const { server, url, publish, requests } = await useFeed();
    const { seen } = subscribe(url, { since: 'instance-a:0' });
    publish('a');
    await eventually(() => seen).toEqual(['a']);
    server.closeAllConnections();
    publish('b');
    await eventually(() => seen).toEqual(['a', 'b']);
    expect(requests).toEqual([
      { url: '/trpc/feed.events?input={"since":"instance-a:0","lastEventId":null}', header: '1' },
      { url: '/trpc/feed.events?input={"since":"instance-a:0","lastEventId":"instance-a:1"}', header: '2' },
    ]);
  });

  it('is told to start over by a core that was started anew', async () => {
    const first = await useFeed();
    const second = await useFeed();
    for (let n = 0; n < 3; n++) first.publish('old');
    let isRestarted = false;
    const { url } = await listen((request, response) => {
      const target = `${(isRestarted ? second : first).url}${(request.url ?? '').replace('/trpc', '')}`;
      response.writeHead(307, { location: target }).end();
    });
    const { seen } = subscribe(url, { since: 'instance-a:2' });
    await eventually(() => seen).toEqual(['old']);
    isRestarted = true;
    first.services.feed.close();
    await eventually(() => seen).toEqual(['old', 'reset']);
  });

  it('leaves no reader behind after a hundred subscriptions', async () => {
    const { url, services } = await useFeed();
    for (let n = 0; n < 100; n++) {
      const { seen, unsubscribe } = subscribe(url);
      await eventually(() => seen).toEqual(['reset']);
      unsubscribe();
    }
    await eventually(() => services.feed.readerCount).toBe(0);
  });

  it('gives up when the request itself is refused, and says why', async () => {
    let asked = 0;
    const { url } = await listen((_request, response) => {
      asked += 1;
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"code":"UNAUTHORIZED","message":"not logged in"}}');
    });
    const { errors } = subscribe(url);
    await eventually(() => errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ meta: { response: { status: 401 }, responseJSON: { error: { code: 'UNAUTHORIZED' } } } });
    expect(asked).toBe(1);
  });

  it('gives up when its input is wrong, with the issues of the input', async () => {
    const { url } = await useFeed();
    const { errors } = subscribe(url, { since: 'x'.repeat(201) });
    await eventually(() => errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ data: { app: { code: 'CONFIG_INVALID', field: 'since' } } });
  });

  it('tries again after a server error and after no answer', async () => {
    const { url: feedUrl, publish } = await useFeed();
    let asked = 0;
    const { url } = await listen((request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end('<html>');
      else if (asked === 2) response.destroy();
      else response.writeHead(307, { location: `${feedUrl}${(request.url ?? '').replace('/trpc', '')}` }).end();
    });
    const { seen, errors } = subscribe(url);
    await eventually(() => seen).toEqual(['reset']);
    publish('a');
    await eventually(() => seen).toEqual(['reset', 'a']);
    expect(errors).toEqual([]);
    expect(asked).toBe(3);
  });

  it('leaves a connection that went silent and resumes', async () => {
    let asked = 0;
    const { url } = await listen((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: connected\ndata: {}\n\ndata: {"type":"notice","code":"${asked}"}\nid: me:${asked}\n\n`);
    });
    const { seen, states } = subscribe(url, { idleLimitMs: 1_000 });
    // On a busy machine one of them may be left before its event was read.
    await eventually(() => seen.length).toBeGreaterThan(2);
    expect(seen.map(Number)).toEqual([...new Set(seen.map(Number))].toSorted((a, b) => a - b));
    expect(states.slice(0, 3)).toEqual(['connecting', 'pending', 'connecting']);
  });

  it('does not resume from the empty id of an event that was not tracked', async () => {
    const inputs: string[] = [];
    const { url } = await listen((request, response) => {
      inputs.push(decodeURIComponent(request.url ?? '').split('input=')[1] ?? '');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"type":"reset"}\nid: me:7\n\ndata: {"type":"reset"}\nid: \n\nevent: restore-id\ndata: \nid: me:7\n\n');
    });
    subscribe(url);
    await eventually(() => inputs.length).toBeGreaterThan(1);
    expect(inputs[1]).toBe('{"lastEventId":"me:7"}');
  });
});
