import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appSchemeHandler, CONTENT_SECURITY_POLICY } from '../../../../src-main/desktop/app-scheme.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function setUp() {
  const outside = await tempFolder();
  const folder = join(outside, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(outside, 'secret.json'), 'outside');
  await writeFile(join(folder, '.env.json'), 'hidden');
  await writeFile(join(folder, 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'assets', 'index-B1_x.js'), 'code');
  await writeFile(join(folder, 'assets', 'run.sh'), 'script');
  const forwarded: string[] = [];
  const handle = appSchemeHandler({
    folder,
    forward: (request) => {
      forwarded.push(request.url);
      return Promise.resolve(new Response('from the core'));
    },
  });
  return { get: (url: string, init?: RequestInit) => handle(new Request(url, init)), forwarded };
}

it('serves one document for all pages and files by their type, always under the policy', async () => {
  const { get } = await setUp();
  for (const page of ['app://ui/', 'app://ui/endpoints', 'app://ui/requests/0198-ab']) {
    const answer = await get(page);
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([200, '<p>page</p>', 'text/html; charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  const script = await get('app://ui/assets/index-B1_x.js');
  expect([await script.text(), script.headers.get('content-type')]).toEqual(['code', 'text/javascript; charset=utf-8']);
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
});

it('allows no script but its own and nothing from elsewhere', () => {
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  expect(CONTENT_SECURITY_POLICY).toContain("script-src 'self'");
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
});

it.each([
  'app://ui/../secret.json',
  'app://ui/%2e%2e/secret.json',
  'app://ui/..%2fsecret.json',
  'app://ui/assets/..%5c..%5c..%5csecret.json',
  'app://ui//etc/passwd.json',
  'app://ui/.env.json',
  'app://ui/assets/run.sh',
  'app://ui/assets/missing.js',
  'app://ui/assets/%00.js',
])('does not serve %s', async (url) => {
  const { get } = await setUp();
  const answer = await get(url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toMatch(/outside|hidden|script/);
});

it('forwards calls of the admin router, and only for its own origin', async () => {
  const { get, forwarded } = await setUp();
  expect(await (await get('app://ui/trpc/status?batch=1')).text()).toBe('from the core');
  expect(await (await get('app://ui/trpc/status', { method: 'POST', headers: { origin: 'app://ui' }, body: '{}' })).text()).toBe('from the core');
  expect(forwarded).toEqual(['app://ui/trpc/status?batch=1', 'app://ui/trpc/status']);
  for (const origin of ['https://evil.example', 'null', 'app://other']) {
    expect((await get('app://ui/trpc/status', { headers: { origin } })).status).toBe(403);
  }
  expect((await get('app://other/trpc/status')).status).toBe(404);
  expect(forwarded).toHaveLength(2);
});

it('lets nobody write to its files', async () => {
  const { get } = await setUp();
  expect((await get('app://ui/index.html', { method: 'PUT', body: 'x' })).status).toBe(405);
});
