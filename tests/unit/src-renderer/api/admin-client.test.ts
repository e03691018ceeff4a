import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAdminClient } from '../../../../src-renderer/api/admin-client.ts';
import { SESSION_HEADER } from '../../../../src-shared/admin-http.ts';

interface Sent {
  readonly url: string;
  readonly secret: string | null;
  readonly method: string;
}

function watchFetch() {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url: String(url), secret: new Headers(init.headers).get(SESSION_HEADER), method: init.method ?? 'GET' });
    const calls = String(url).split('?')[0]?.split(',').length ?? 1;
    return Response.json(Array.from({ length: calls }, () => ({ result: { data: [] } })));
  });
  return sent;
}

describe('admin client', () => {
  beforeEach(() => {
    vi.unstubAllGlobals();
  });

  it('sends questions of one moment in one request, with the secret of that moment', async () => {
    const sent = watchFetch();
    let secret: string | null = 's1';
    const client = createAdminClient(() => secret);
    await Promise.all([client.endpoints.list.query(), client.exchanges.live.query()]);
    secret = 's2';
    await client.tokens.list.query();
    expect(sent.map(({ url, secret: header }) => [url.split('?')[0], header])).toEqual([
      ['/trpc/endpoints.list,exchanges.live', 's1'],
      ['/trpc/tokens.list', 's2'],
    ]);
  });

  it('sends no header where there is no session, as in the desktop window', async () => {
    const sent = watchFetch();
    await createAdminClient(() => null).endpoints.list.query();
    expect(sent[0]?.secret).toBeNull();
  });

  it('never puts more calls into one request than the server takes', async () => {
    const sent = watchFetch();
    const client = createAdminClient(() => null);
    await Promise.all(Array.from({ length: 45 }, () => client.exchanges.live.query()));
    expect(sent.map(({ url }) => url.split('?')[0]?.split(',').length)).toEqual([20, 20, 5]);
  });

  it('lets what may take long hold nothing back', async () => {
    const paths: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      const path = String(url).split('?')[0] ?? '';
      paths.push(path);
      const answer = { result: { data: {} } };
      return Response.json(path === '/trpc/mcp.test' ? answer : [answer]);
    });
    const client = createAdminClient(() => null);
    const target = { ref: { scope: { kind: 'user', folder: '/home/user/.claude' }, name: 'files' } } as const;
    await Promise.all([client.mcp.test.mutate({ id: '1', target }), client.mcp.test.mutate({ id: '2', target }), client.tokens.list.query()]);
    expect(paths.sort()).toEqual(['/trpc/mcp.test', '/trpc/mcp.test', '/trpc/tokens.list']);
  });

  it('sends commands as POST', async () => {
    const sent = watchFetch();
    await createAdminClient(() => null).proxy.stop.mutate();
    expect(sent[0]?.method).toBe('POST');
  });
});
