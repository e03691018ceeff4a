import { createServer, type RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listenerLater } from '../../../../src-main/admin/listener-later.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';

async function listen(open: () => Promise<RequestListener>) {
  const logger = new CaptureLogger();
  const server = createServer(listenerLater(open, logger));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/`;
  return { logger, ask: (body?: string) => fetch(url, body === undefined ? {} : { method: 'POST', body }) };
}

const echo: RequestListener = (request, response) => void request.pipe(response);

it('loads nothing before the first request, and once for all that come meanwhile, bodies included', async () => {
  const loading = Promise.withResolvers<RequestListener>();
  let opened = 0;
  const { ask } = await listen(() => {
    opened += 1;
    return loading.promise;
  });
  expect(opened).toBe(0);
  const waiting = [ask('a'.repeat(100_000)), ask('b')];
  await eventually(() => opened).toBe(1);
  loading.resolve(echo);
  expect((await Promise.all((await Promise.all(waiting)).map((answer) => answer.text()))).map((text) => text.length)).toEqual([100_000, 1]);
  expect(await (await ask('later')).text()).toBe('later');
  expect(opened).toBe(1);
});

it('refuses what it could not load code for, says so in the log, and tries again with the next request', async () => {
  let opened = 0;
  const { ask, logger } = await listen(async () => {
    opened += 1;
    if (opened === 1) throw new Error('disk is gone');
    return echo;
  });
  const refused = await ask();
  expect([refused.status, await refused.json()]).toEqual([500, { error: { code: 'INTERNAL', message: expect.stringContaining('log') } }]);
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(await (await ask('again')).text()).toBe('again');
});
