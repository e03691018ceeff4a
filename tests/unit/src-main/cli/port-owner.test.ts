import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { withPortOwner } from '../../../../src-main/cli/port-owner.ts';
import { listenError } from '../../../../src-main/platform/listen-error.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

async function listening(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return z.object({ port: z.number() }).parse(server.address()).port;
}

/** What really comes of listening on a port that is taken. */
async function takenPort(port: number, field: 'proxy.port' | 'admin.port' = 'proxy.port'): Promise<AppError> {
  const cause = await new Promise<Error>((resolve) => createServer().once('error', resolve).listen(port, '127.0.0.1'));
  return listenError(cause, { host: '127.0.0.1', port, field, option: field === 'proxy.port' ? '--port' : '--admin-port' });
}

describe('withPortOwner', () => {
  it('names another Code Proxy', async () => {
    const port = await listening((_request, response) => response.end('{"status":"ok","instanceId":"other"}'));
    const error = await withPortOwner(await takenPort(port));
    expect(error).toMatchObject({ code: 'PORT_IN_USE', field: 'proxy.port', repair: 'choose-port' });
    expect(error.message).toMatch(new RegExp(`^port ${port} is used by another Code Proxy.* --port$`));
  });

  it('names another dashboard, with the option that helps', async () => {
    const port = await listening((_request, response) => response.end('{"status":"ok","app":"code-proxy"}'));
    const error = await withPortOwner(await takenPort(port, 'admin.port'));
    expect(error).toMatchObject({ code: 'PORT_IN_USE', field: 'admin.port' });
    expect(error.message).toMatch(new RegExp(`^port ${port} is used by another Code Proxy.* --admin-port$`));
  });

  it.each<[string, RequestListener]>([
    ['HTML', (_request, response) => response.end('<html>')],
    ['other JSON', (_request, response) => response.end('{"status":"ok"}')],
    ['a cut connection', (request) => request.socket.destroy()],
  ])('leaves the error as it is when the other program answers %s', async (_name, answer) => {
    const taken = await takenPort(await listening(answer));
    expect(await withPortOwner(taken)).toBe(taken);
  });

  it('asks nobody about other errors', async () => {
    const reserved = new AppError('PORT_RESERVED', 'reserved');
    expect(await withPortOwner(reserved)).toBe(reserved);
  });
});
