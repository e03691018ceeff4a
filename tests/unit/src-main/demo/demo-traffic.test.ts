import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { DemoTraffic } from '../../../../src-main/demo/demo-traffic.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A stand-in for the proxy that counts what it is asked. */
async function startTraffic(answer: Handler) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const clock = new FakeClock();
  const traffic = new DemoTraffic({ proxyUrl: `http://127.0.0.1:${port}`, token: 'local-token', clock, random: seededRandom(1) });
  onTestFinished(() => {
    traffic.stop();
    server.closeAllConnections();
    server.close();
  });
  return { traffic, clock, seen };
}
const answerAtOnce: Handler = (_, response) => void response.end('{}');
const neverAnswer: Handler = () => undefined;

it('begins with a burst, and then sends one request after another at a calm pace', async () => {
  const { traffic, clock, seen } = await startTraffic(answerAtOnce);
  traffic.start();
  await eventually(() => seen.length).toBe(25);
  await eventually(() => traffic.live).toBe(0);
  clock.advance(4_500);
  await eventually(() => seen.length).toBeGreaterThanOrEqual(26);
  expect(seen.length).toBeLessThanOrEqual(28);
});

it('authenticates with the local token and calls only the Messages API', async () => {
  const { traffic, seen } = await startTraffic(answerAtOnce);
  traffic.start();
  await eventually(() => seen.length).toBe(25);
  for (const request of seen) {
    expect(request.headers.authorization).toBe('Bearer local-token');
    expect(request.url).toMatch(/^\/v1\/messages(\/count_tokens)?\?beta=true$/);
  }
});

it('does not pile up requests when nothing is answered', async () => {
  const { traffic, clock, seen } = await startTraffic(neverAnswer);
  traffic.start();
  clock.advance(120_000);
  await eventually(() => seen.length).toBe(7);
  expect(traffic.live).toBe(7);
});

it('leaves everything and sends no more after the stop', async () => {
  const { traffic, clock, seen } = await startTraffic(neverAnswer);
  traffic.start();
  await eventually(() => seen.length).toBe(7);
  const left = Promise.all(seen.map((request) => new Promise((resolve) => request.socket.on('close', resolve))));
  traffic.stop();
  await left;
  clock.advance(600_000);
  expect(traffic.live).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect(seen.length).toBe(7);
});
