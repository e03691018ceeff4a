import { Agent, createServer, get, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoppableServer } from '../../../../src-main/admin/stoppable-server.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { rawRequest, rawStream } from '../../../support/raw-request.ts';

const target = { port: 0, host: '127.0.0.1', option: '--admin-port', field: 'admin.port' };

function setUp(answer: RequestListener) {
  const clock = new FakeClock();
  const server = new StoppableServer(createServer(answer), clock);
  onTestFinished(async () => {
    const stopped = server.stop();
    clock.advance(1_000);
    await stopped;
  });
  return { clock, server };
}

describe('StoppableServer', () => {
  it('names port and option when another program has the port', async () => {
    const first = setUp(() => undefined);
    const port = await first.server.listenOnPort(target);
    const second = setUp(() => undefined);
    await expect(second.server.listenOnPort({ ...target, port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `port ${port} is already used by another program – choose another one with --admin-port`,
      field: 'admin.port',
      repair: 'choose-port',
    });
    expect(await second.server.listenOnPort(target)).not.toBe(port);
  });

  it.each([
    ['EACCES', 'PORT_RESERVED'],
    ['EADDRNOTAVAIL', 'ADDRESS_NOT_LOCAL'],
  ])('turns %s into %s', async (errno, code) => {
    const httpServer = createServer();
    // The system decides which ports are reserved, so the failure is made up.
    httpServer.listen = () => {
      queueMicrotask(() => httpServer.emit('error', Object.assign(new Error(errno), { code: errno })));
      return httpServer;
    };
    await expect(new StoppableServer(httpServer, new FakeClock()).listenOnPort({ ...target, port: 80 })).rejects.toMatchObject({ code });
  });

  it('refuses an address that this machine does not have', async () => {
    const { server } = setUp(() => undefined);
    await expect(server.listenOnPort({ ...target, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'ADDRESS_NOT_LOCAL' });
  });

  it('lets an answer under way finish, and takes no new calls', async () => {
    let answering: ServerResponse | undefined;
    const { server, clock } = setUp((_request, response) => {
      answering = response;
      response.write('half, ');
    });
    const port = await server.listenOnPort(target);
    const call = rawRequest({ port, path: '/' });
    await eventually(() => answering).toBeDefined();
    const stopped = server.stop();
    await expect(rawRequest({ port, path: '/' })).rejects.toThrow('ECONNREFUSED');
    answering?.end('whole');
    expect((await call).body).toBe('half, whole');
    await stopped;
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not wait for a caller that keeps its connection after the last answer', async () => {
    let answering: ServerResponse | undefined;
    const { server, clock } = setUp((_request, response) => {
      answering = response;
    });
    const port = await server.listenOnPort(target);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const answered = new Promise<IncomingMessage>((resolve) => get({ port, host: '127.0.0.1', agent }, resolve));
    await eventually(() => answering).toBeDefined();
    const stopped = server.stop();
    answering?.end('done');
    (await answered).resume();
    await stopped;
    expect(clock.monotonicMs()).toBe(0);
  });

  it('ends a stream of events at once, and anything else after a second', async () => {
    const { server, clock } = setUp((request, response) => {
      response.setHeader('content-type', request.url === '/feed' ? 'text/event-stream' : 'text/plain');
      response.write('begun');
    });
    const port = await server.listenOnPort(target);
    const [feed, endless] = [await rawStream({ port, path: '/feed' }), await rawStream({ port, path: '/endless' })];
    const stopped = server.stop();
    await feed.closed;
    clock.advance(1_000);
    await Promise.all([endless.closed, stopped]);
  });

  it('can be stopped twice, and before it listens', async () => {
    const { server } = setUp(() => undefined);
    await server.stop();
    await server.listenOnPort(target);
    await server.stop();
    await server.stop();
  });
});
