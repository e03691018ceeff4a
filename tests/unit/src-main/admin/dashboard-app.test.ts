import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpHost } from '../../../../src-main/admin/http-host.ts';
import type { AdminServices } from '../../../../src-main/admin/ports.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { loginAnswerSchema, SESSION_HEADER, VERSION_HEADER } from '../../../../src-shared/admin-http.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { rawRequest, rawStream } from '../../../support/raw-request.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

type Headers = Record<string, string>;

async function useDashboard(changes: Partial<AdminServices> = {}) {
  const folder = await useTempFolder();
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<html>dashboard</html>');
  await writeFile(join(rendererFolder, 'assets', 'index-abc.js'), 'run()');
  await writeFile(join(rendererFolder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'key'), 'secret key');
  const services = fakeAdminServices();
  const clock = new FakeClock();
  const logger = new CaptureLogger();
  const router = createAdminRouter({ ...services, ...changes });
  const host = new HttpHost({ openRouter: async () => router, rendererFolder, port: 0, host: '127.0.0.1', clock, logger, version: '1.2.3' });
  onTestFinished(() => host.stop());
  const { port, url } = await host.start();

  const get = (path: string, headers: Headers = {}) => rawRequest({ port, path, headers });
  const post = (path: string, body: string, headers: Headers = {}) =>
    rawRequest({ port, method: 'POST', path, body, headers: { origin: url, 'content-type': 'application/json', ...headers } });
  const newCode = () => new URL(host.createLoginLink()).hash.slice(1);
  const login = async (code = newCode()) => {
    const answer = await post('/login', JSON.stringify({ code }));
    const secret = loginAnswerSchema.safeParse(JSON.parse(answer.body)).data?.secret ?? '';
    const setCookie = answer.headers['set-cookie']?.[0] ?? '';
    return { answer, setCookie, secret, session: { cookie: setCookie.split(';', 1)[0] ?? '', [SESSION_HEADER]: secret } };
  };
  return { port, url, services, clock, logger, host, get, post, newCode, login };
}

describe('the login', () => {
  it('turns a code into a cookie that no script sees and a secret that no other port sees', async () => {
    const { login, get, port } = await useDashboard();
    const { answer, setCookie, secret, session } = await login();
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(setCookie).toMatch(new RegExp(`^code-proxy-${port}=[\\w-]{43}; .*`));
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(setCookie).toContain(part);
    expect(setCookie).not.toContain(secret);
    const asked = await get('/trpc/status.get', session);
    expect(asked).toMatchObject({ status: 200, headers: { [VERSION_HEADER]: '1.2.3' } });
  });

  it('takes a code only once', async () => {
    const { login, newCode } = await useDashboard();
    const code = newCode();
    expect((await login(code)).answer.status).toBe(200);
    const again = await login(code);
    expect(again.answer.status).toBe(401);
    expect(again.setCookie).toBe('');
  });

  it('takes no code after ten minutes', async () => {
    const { login, newCode, clock } = await useDashboard();
    const code = newCode();
    clock.advance(600_000);
    expect((await login(code)).answer.status).toBe(401);
  });

  it('stops listening to guesses', async () => {
    const { login, clock } = await useDashboard();
    for (let n = 0; n < 10; n++) expect((await login(`guess${n}`)).answer.status).toBe(401);
    expect((await login()).answer.status).toBe(429);
    clock.advance(60_000);
    expect((await login()).answer.status).toBe(200);
  });

  it.each([
    ['another site', 'http://evil.example'],
    ['no origin at all', 'null'],
    ['another port', 'http://127.0.0.1:1'],
  ])('refuses a right code from %s, and keeps it', async (_name, origin) => {
    const { post, login, newCode } = await useDashboard();
    const code = newCode();
    expect((await post('/login', JSON.stringify({ code }), { origin })).status).toBe(403);
    expect((await login(code)).answer.status).toBe(200);
  });

  it.each(['', '{', '[]', '{"code":1}', `{"code":"${'x'.repeat(201)}"}`, '"text"'])('answers 400 to the body %s', async (body) => {
    const { post, logger } = await useDashboard();
    const answer = await post('/login', body);
    expect(answer.status).toBe(400);
    expect(answer.body).not.toMatch(/node_modules|at /);
    expect(logger.messages('error')).toEqual([]);
  });

  it('does not read a body of more than 4 KiB', async () => {
    const { post } = await useDashboard();
    expect((await post('/login', JSON.stringify({ code: 'x'.repeat(5_000) }))).status).toBe(413);
  });
});

describe('the log-out', () => {
  it('ends the session on the server, takes the cookie away, and cuts what its tabs still receive', async () => {
    const { login, get, post, port } = await useDashboard();
    const [mine, other] = [await login(), await login()];
    const feed = await rawStream({ port, path: '/trpc/feed.events', headers: { ...mine.session, accept: 'text/event-stream' } });
    const left = await post('/logout', '', mine.session);
    expect(left.status).toBe(200);
    expect(left.headers['set-cookie']?.[0]).toMatch(new RegExp(`^code-proxy-${port}=; Max-Age=0; .*HttpOnly`));
    await feed.closed;
    expect((await get('/trpc/status.get', mine.session)).status).toBe(401);
    expect((await post('/logout', '', mine.session)).status).toBe(401);
    expect((await get('/trpc/status.get', other.session)).status).toBe(200);
  });

  it.each(['cookie', SESSION_HEADER])('needs both secrets, so that nobody is thrown out by another port (without %s)', async (missing) => {
    const { login, get, post } = await useDashboard();
    const { session } = await login();
    expect((await post('/logout', '', { ...session, [missing]: '' })).status).toBe(401);
    expect((await get('/trpc/status.get', session)).status).toBe(200);
  });

  it('is not for other sites', async () => {
    const { login, get, post } = await useDashboard();
    const { session } = await login();
    expect((await post('/logout', '', { ...session, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/trpc/status.get', session)).status).toBe(200);
  });

  it('leads to a fresh link that works', async () => {
    const { login, get, post } = await useDashboard();
    await post('/logout', '', (await login()).session);
    expect((await get('/trpc/status.get', (await login()).session)).status).toBe(200);
  });
});

describe('admin calls', () => {
  it('need the cookie and the second secret, of the same session', async () => {
    const { login, get } = await useDashboard();
    const [mine, other] = [await login(), await login()];
    const statusOf = async (headers: Headers) => (await get('/trpc/tokens.current', headers)).status;
    expect(await statusOf({})).toBe(401);
    // What any server on another port of this host is handed by the browser:
    expect(await statusOf({ cookie: mine.session.cookie })).toBe(401);
    expect(await statusOf({ [SESSION_HEADER]: mine.secret })).toBe(401);
    expect(await statusOf({ cookie: mine.session.cookie, [SESSION_HEADER]: other.secret })).toBe(401);
    expect(await statusOf({ cookie: mine.session.cookie.replace(/\d+=/, '1='), [SESSION_HEADER]: mine.secret })).toBe(401);
    expect(await statusOf(mine.session)).toBe(200);
  });

  it('are refused from another site, through another name, and from other ports, even with both secrets', async () => {
    const { login, get, post, port } = await useDashboard();
    const { session } = await login();
    expect((await get('/trpc/status.get', { ...session, host: `evil.example:${port}` })).status).toBe(403);
    expect((await get('/trpc/status.get', { ...session, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    for (const origin of ['http://evil.example', 'null', `http://localhost:${port}`, 'http://127.0.0.1:1']) {
      expect((await post('/trpc/proxy.stop', '', { ...session, origin })).status).toBe(403);
    }
    expect((await post('/trpc/proxy.stop', '', session)).status).toBe(200);
  });

  it('run no command that a form could send', async () => {
    let stops = 0;
    const { login, post, get } = await useDashboard({
      shutDown: () => {
        stops += 1;
      },
    });
    const { session } = await login();
    for (const type of ['multipart/form-data; boundary=x', 'application/octet-stream', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect((await post('/trpc/app.shutDown', '', { ...session, 'content-type': type })).status).toBe(415);
    }
    expect((await get('/trpc/app.shutDown', session)).status).toBe(405);
    expect(stops).toBe(0);
  });

  it('come at most twenty in one request and a megabyte long', async () => {
    const { login, get, post } = await useDashboard();
    const { session } = await login();
    const batch = (count: number) => get(`/trpc/${Array(count).fill('status.get').join(',')}?batch=1`, session);
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
    expect((await post('/trpc/tokens.add', JSON.stringify({ name: 'x'.repeat(1_100_000) }), session)).status).toBe(413);
  });

  it('say which field is wrong, and nothing about our files', async () => {
    const { login, post } = await useDashboard();
    const { session } = await login();
    const answer = await post('/trpc/endpoints.add', JSON.stringify({ name: 'A', baseUrl: 'a.example' }), session);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('"field":"baseUrl"');
    expect(answer.body).not.toMatch(/stack|\.ts:/);
  });

  it('log a fault and tell nothing of it', async () => {
    const { login, get, logger } = await useDashboard({
      status: () => {
        throw new Error('secret detail');
      },
    });
    const answer = await get('/trpc/status.get', (await login()).session);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    expect(logger.messages('error')).toEqual(['an admin call failed']);
  });

  it('end with the host: an open feed does not hold up its stop', async () => {
    const { login, services, host, port } = await useDashboard();
    const feed = await rawStream({ port, path: '/trpc/feed.events', headers: (await login()).session });
    await eventually(() => services.feed.readerCount).toBe(1);
    await host.stop();
    await feed.closed;
    await eventually(() => services.feed.readerCount).toBe(0);
  });
});

describe('pages', () => {
  it('are served for every path that is no file, with a policy that lets nothing in from outside', async () => {
    const { get } = await useDashboard();
    for (const path of ['/', '/login', '/requests/0198-abc?x=1']) {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 200, body: '<html>dashboard</html>', headers: { 'cache-control': 'no-cache' } });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none';script-src 'self'");
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['referrer-policy']).toBe('same-origin');
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
  });

  it('let browsers keep files with a hash in their name, and ask for the others', async () => {
    const { get } = await useDashboard();
    expect(await get('/assets/index-abc.js')).toMatchObject({
      status: 200,
      body: 'run()',
      headers: { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' },
    });
    expect(await get('/icon.svg')).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
  });

  it('are not served in place of a missing file or to a write', async () => {
    const { get, post } = await useDashboard();
    expect((await get('/assets/index-old.js')).status).toBe(404);
    expect((await post('/requests', '{}')).status).toBe(404);
  });

  it.each(['/../key', '/assets/../../key', '/%2e%2e/key', '/..%2fkey', '/..%5ckey', '/assets/%2e%2e%2f%2e%2e%2fkey', '/%00', '//key'])(
    'never lead out of their folder: %s',
    async (path) => {
      const { get } = await useDashboard();
      const answer = await get(path);
      expect(answer.status).toBe(400);
      expect(answer.body).not.toContain('secret key');
    },
  );

  it('are not served under another name, as DNS rebinding would ask', async () => {
    const { get, port } = await useDashboard();
    expect((await get('/', { host: `evil.example:${port}` })).status).toBe(403);
    expect((await get('/', { host: `localhost:${port}` })).status).toBe(200);
  });
});
