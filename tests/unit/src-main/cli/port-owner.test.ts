import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { withPortOwner } from '../../../../src-main/cli/port-owner.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

async function listening(answer: RequestListener): Promise<{ host: string; port: number }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: '127.0.0.1', port: z.object({ port: z.number() }).parse(server.address()).port };
}

const taken = new AppError('PORT_IN_USE', 'taken', { field: 'proxy.port' });

describe('withPortOwner', () => {
  it('names another Code Proxy', async () => {
    const address = await listening((_request, response) => response.end('{"status":"ok","instanceId":"other"}'));
    const error = await withPortOwner(taken, address);
    expect(error).toMatchObject({ code: 'PORT_IN_USE', field: 'proxy.port', repair: 'choose-port' });
    expect(error.message).toContain(`port ${address.port} is used by another Code Proxy`);
    expect(error.message).toContain('--port');
  });

  it.each<[string, RequestListener]>([
    ['HTML', (_request, response) => response.end('<html>')],
    ['other JSON', (_request, response) => response.end('{"status":"ok"}')],
    ['a cut connection', (request) => request.socket.destroy()],
  ])('leaves the error as it is when the other program answers %s', async (_name, answer) => {
    expect(await withPortOwner(taken, await listening(answer))).toBe(taken);
  });

  it('asks nobody about other errors', async () => {
    const reserved = new AppError('PORT_RESERVED', 'reserved');
    expect(await withPortOwner(reserved, { host: '127.0.0.1', port: 1 })).toBe(reserved);
  });
});
