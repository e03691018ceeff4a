import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../../support/data-path-fixture.ts';
import { headOnly, silence, streamText } from '../../../support/fake-endpoint.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { startProxy } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();

describe('the listener', () => {
  it.each([
    ['CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', '405'],
    ['GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', '405'],
    ['NOT HTTP AT ALL\r\n\r\n', '400'],
    [`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, '400'],
    ['POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', '400'],
  ])('refuses %j with an error in the shape of the API and closes', async (text, status) => {
    const proxy = await start({ endpoints: [] });
    const client = await RawClient.open(proxy.port);
    client.write(text);
    await client.closed();
    expect(client.received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(client.received).toContain('{"type":"error","error":{"type":"');
    expect(proxy.finished).toHaveLength(0);
  });

  it('names the port when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const proxy = await start({ endpoints: [] });
    const second = await startProxy({ endpoints: [] });
    await second.stop();
    await expect(second.server.start({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    });
    await expect(proxy.server.start({ host: '127.0.0.1', port: proxy.port })).rejects.toThrow();
    other.close();
  });

  it('says that an address is not of this computer', async () => {
    const proxy = await startProxy({ endpoints: [] });
    await proxy.stop();
    await expect(proxy.server.start({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'ADDRESS_NOT_LOCAL' });
  });

  it('lets an exchange end within the grace when it stops', async () => {
    const endpoint = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const answer = await proxy.ask(HELLO);
    const stopped = proxy.server.stop({ graceMs: 5_000 });
    expect(await answer.text()).toContain('message_stop');
    await stopped;
    expect(proxy.finished[0]?.exchange.outcome).toBe('delivered');
  });

  it.each([
    ['before any answer', silence],
    ['after the head of an answer', headOnly],
    ['in the middle of a stream', streamText('hello', { after: { events: 4, ending: 'silence' } })],
  ])('breaks off what still runs after the grace, %s, and records it as interrupted', async (_name, step) => {
    const endpoint = await fake(step);
    const proxy = await start({ endpoints: [endpoint.url] });
    const asked = proxy.ask(HELLO).then(
      (answer) => answer.text(),
      () => 'cut',
    );
    await endpoint.arrived(1);
    await proxy.server.stop({ graceMs: 0 });
    await asked;
    expect(proxy.finished.map(({ exchange }) => exchange.outcome)).toEqual(['interrupted']);
    await endpoint.seen[0]?.aborted;
  });
});
