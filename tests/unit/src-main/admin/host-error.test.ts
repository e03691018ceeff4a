import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendHostError } from '../../../../src-main/admin/host-error.ts';
import { StoppableServer } from '../../../../src-main/admin/stoppable-server.ts';
import { hostErrorSchema } from '../../../../src-shared/admin-http.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { rawRequest } from '../../../support/raw-request.ts';

describe('sendHostError', () => {
  it('answers with the body that both sides agreed on, never to be kept', async () => {
    const server = new StoppableServer(
      createServer((_request, response) => sendHostError(response, 403, 'UNAUTHORIZED', 'not from there')),
      new FakeClock(),
    );
    onTestFinished(() => server.stop());
    const port = await server.listenOnPort({ port: 0, host: '127.0.0.1', option: '--port', field: 'port' });
    const answer = await rawRequest({ port, path: '/' });
    expect(answer).toMatchObject({ status: 403, headers: { 'cache-control': 'no-store', 'content-type': 'application/json' } });
    expect(hostErrorSchema.parse(JSON.parse(answer.body)).error).toEqual({ code: 'UNAUTHORIZED', message: 'not from there' });
  });
});
