import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpHost } from '../../../../src-main/admin/http-host.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function setUp(changes: { port?: number; host?: string } = {}) {
  const host = new HttpHost({
    openRouter: async () => createAdminRouter(fakeAdminServices()),
    rendererFolder: '/nowhere',
    port: 0,
    host: '127.0.0.1',
    clock: new FakeClock(),
    logger: new CaptureLogger(),
    version: '1.2.3',
    ...changes,
  });
  onTestFinished(() => host.stop());
  return host;
}

describe('HttpHost', () => {
  it('takes a free port when asked for port 0, and names it', async () => {
    const { url, port } = await setUp().start();
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  it('says which option to use when its port is taken', async () => {
    const { port } = await setUp().start();
    await expect(setUp({ port }).start()).rejects.toMatchObject({ code: 'PORT_IN_USE', message: expect.stringMatching(`${port}.*--admin-port`) });
  });

  it('gives a different login link each time, with the code where no server sees it', async () => {
    const host = setUp();
    const { url } = await host.start();
    const [first, second] = [new URL(host.createLoginLink()), new URL(host.createLoginLink())];
    expect(first.href.startsWith(`${url}/login#`)).toBe(true);
    expect(first.hash).not.toBe(second.hash);
    expect(first.search).toBe('');
  });

  it('has no login link while it does not listen', async () => {
    const host = setUp();
    expect(() => host.createLoginLink()).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED_HERE' }));
    await host.start();
    await host.stop();
    expect(() => host.createLoginLink()).toThrow();
  });

  it('names an address that a browser can open when it listens on all', async () => {
    const { url, port } = await setUp({ host: '0.0.0.0' }).start();
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });

  it('listens again after a stop', async () => {
    const host = setUp();
    await host.start();
    await host.stop();
    const { url } = await host.start();
    expect((await fetch(`${url}/`)).status).toBe(404);
  });
});
