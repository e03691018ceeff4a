import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { AdminForwarder } from '../../../../src-main/desktop/admin-forwarder.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function coreWith(listener: RequestListener) {
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\code-proxy-test-${process.pid}-${performance.now()}` : join(await tempFolder(), 's');
  const server = createServer(listener);
  server.listen(socket);
  await once(server, 'listening');
  const forwarder = new AdminForwarder(() => ({ socket, token: 'the-token' }));
  onTestFinished(async () => {
    forwarder.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return forwarder;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

it('carries method, path, query, body and answer, with the token and without foreign headers', async () => {
  const seen: unknown[] = [];
  const forwarder = await coreWith(async (request, response) => {
    const { authorization, cookie, origin, 'content-type': type } = request.headers;
    seen.push({ method: request.method, url: request.url, authorization, cookie, origin, type, body: await textOf(request) });
    response.writeHead(207, { 'content-type': 'application/json', 'x-code-proxy-version': '1.2.3' }).end('{"ok":true}');
  });
  const headers = { 'content-type': 'application/json', cookie: 'a=b', authorization: 'Bearer stolen', origin: 'app://ui' };
  const answer = await forwarder.forward(new Request('app://ui/trpc/endpoints.add?batch=1', { method: 'POST', headers, body: '{"a":1}' }));
  expect([answer.status, await answer.json(), answer.headers.get('x-code-proxy-version')]).toEqual([207, { ok: true }, '1.2.3']);
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/trpc/endpoints.add?batch=1',
      authorization: 'Bearer the-token',
      cookie: undefined,
      origin: undefined,
      type: 'application/json',
      body: '{"a":1}',
    },
  ]);
});

it('hands on a feed event by event, while it is still open', async () => {
  const forwarder = await coreWith((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  });
  const answer = await forwarder.forward(new Request('app://ui/trpc/feed'));
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
  await reader?.cancel();
});

it('ends the request upstream each time the window drops a feed, 100 times over', async () => {
  let opened = 0;
  let closed = 0;
  const allClosed = Promise.withResolvers<void>();
  const forwarder = await coreWith((_request, response) => {
    opened += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
    response.on('close', () => {
      closed += 1;
      if (closed === 100) allClosed.resolve();
    });
  });
  for (let round = 0; round < 100; round += 1) {
    const answer = await forwarder.forward(new Request('app://ui/trpc/feed'));
    // Some windows go before the first event, some after it.
    if (round % 2 === 0) await answer.body?.cancel();
    else {
      const reader = answer.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
  }
  await allClosed.promise;
  expect([opened, closed]).toEqual([100, 100]);
});

it('passes a break of the core on to the window', async () => {
  const forwarder = await coreWith((_request, response) => {
    response.writeHead(200).write('half');
    setImmediate(() => response.destroy());
  });
  const answer = await forwarder.forward(new Request('app://ui/trpc/feed'));
  await expect(answer.text()).rejects.toThrow();
});

it('takes answers that must not have a body', async () => {
  const forwarder = await coreWith((_request, response) => {
    response.writeHead(204).end();
  });
  const answer = await forwarder.forward(new Request('app://ui/trpc/x'));
  expect([answer.status, await answer.text()]).toEqual([204, '']);
});

it('says that the core is away instead of failing', async () => {
  const absent = await new AdminForwarder(() => null).forward(new Request('app://ui/trpc/status'));
  expect([absent.status, await absent.json()]).toEqual([503, { error: { code: 'INSTANCE_UNREACHABLE', message: 'the core is not running' } }]);
  const dead = new AdminForwarder(() => ({ socket: join('/nowhere', 's'), token: 't' }));
  expect((await dead.forward(new Request('app://ui/trpc/status'))).status).toBe(502);
});

it('refuses a call that is larger than the core would take', async () => {
  let calls = 0;
  const forwarder = await coreWith((_request, response) => {
    calls += 1;
    response.end();
  });
  const answer = await forwarder.forward(new Request('app://ui/trpc/x', { method: 'POST', body: 'x'.repeat(1_048_577) }));
  expect([answer.status, calls]).toEqual([413, 0]);
});
