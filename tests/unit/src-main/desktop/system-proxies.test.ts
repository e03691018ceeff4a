import { afterEach, describe, expect, it, vi } from 'vitest';
import { readProxyList, SystemProxies } from '../../../../src-main/desktop/system-proxies.ts';
import { eventually } from '../../../support/eventually.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

function setUp(patienceMs = 5_000, maxAgeMs = 600_000) {
  const system = { answers: new Map<string, string | Promise<string>>(), asked: [] as string[] };
  const proxies = new SystemProxies({
    ask: async (url) => {
      system.asked.push(url);
      return system.answers.get(new URL(url).hostname) ?? 'DIRECT';
    },
    patienceMs,
    maxAgeMs,
  });
  const proxyFor = (url: string) => proxies.proxyFor(new URL(url));
  return { system, proxies, proxyFor };
}

describe('readProxyList', () => {
  it.each([
    ['DIRECT', null, false],
    ['', null, false],
    ['PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128', false],
    ['HTTPS secure.example:443', 'https://secure.example', false],
    ['SOCKS5 socks.example:1080; PROXY proxy.example:3128', 'http://proxy.example:3128', false],
    ['DIRECT; PROXY proxy.example:3128', null, false],
    ['SOCKS socks.example:1080', null, true],
    ['proxy [::1]:8080', 'http://[::1]:8080', false],
  ])('reads %j', (list, proxy, isRefused) => {
    expect(readProxyList(list)).toEqual({ proxy, isRefused });
  });
});

describe('SystemProxies', () => {
  it('answers at once with what was learned about an origin, and asks about each origin once', async () => {
    const { system, proxies, proxyFor } = setUp();
    system.answers.set('a.example', 'PROXY proxy.example:3128');
    await proxies.learn(['https://a.example/v1', 'https://a.example/other', 'https://b.example', 'no url']);
    expect(system.asked).toEqual(['https://a.example/', 'https://b.example/']);
    expect([proxyFor('https://a.example/v1/messages'), proxyFor('https://b.example/')]).toEqual(['http://proxy.example:3128', null]);
  });

  it('goes by the environment until it knows, and asks meanwhile', async () => {
    vi.stubEnv('https_proxy', 'http://env.example:1');
    vi.stubEnv('no_proxy', '');
    const { system, proxyFor } = setUp();
    system.answers.set('a.example', 'PROXY proxy.example:3128');
    expect(proxyFor('https://a.example/x')).toBe('http://env.example:1');
    await eventually(() => proxyFor('https://a.example/x')).toBe('http://proxy.example:3128');
  });

  it('follows the system when the network changed', async () => {
    const { system, proxies, proxyFor } = setUp();
    await proxies.learn(['https://a.example']);
    expect(proxyFor('https://a.example')).toBeNull();
    system.answers.set('a.example', 'PROXY office.example:8080');
    await proxies.learn('all');
    expect(proxyFor('https://a.example')).toBe('http://office.example:8080');
  });

  it('asks anew in the background once an answer is old, and only then', async () => {
    const { system, proxies, proxyFor } = setUp(5_000, 0);
    await proxies.learn(['https://a.example']);
    system.answers.set('a.example', 'PROXY changed.example:8080');
    expect(proxyFor('https://a.example')).toBeNull();
    await eventually(() => proxyFor('https://a.example')).toBe('http://changed.example:8080');

    const young = setUp();
    await young.proxies.learn(['https://a.example']);
    for (let request = 0; request < 3; request += 1) young.proxyFor('https://a.example');
    expect(young.system.asked).toHaveLength(1);
  });

  it('keeps what it knows when the system does not answer, and takes a late answer', async () => {
    const { system, proxies, proxyFor } = setUp(1);
    await proxies.learn(['https://a.example']);
    const late = Promise.withResolvers<string>();
    system.answers.set('a.example', late.promise);
    await proxies.learn('all');
    expect(proxyFor('https://a.example')).toBeNull();
    late.resolve('PROXY late.example:1');
    await eventually(() => proxyFor('https://a.example')).toBe('http://late.example:1');
    system.answers.set('a.example', Promise.reject(new Error('gone')));
    await proxies.learn('all');
    expect(proxyFor('https://a.example')).toBe('http://late.example:1');
  });

  it('says so when the system names only proxies of a kind that it cannot use', async () => {
    const { system, proxies } = setUp();
    system.answers.set('a.example', 'SOCKS5 socks.example:1080');
    expect(await proxies.learn(['https://a.example'])).toEqual([expect.stringContaining('https://a.example of a kind that is not supported')]);
  });
});
