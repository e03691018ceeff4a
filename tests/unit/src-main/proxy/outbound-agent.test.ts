import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { observeFault } from '../../../../src-main/proxy/network-fault.ts';
import { directAgent, forwardProxy, trustedAuthorities, tunnelAgent } from '../../../../src-main/proxy/outbound-agent.ts';

const settings = { connectTimeoutMs: 1_000, secureContext: null };

describe('outbound agents', () => {
  it('keep the credentials of a forward proxy out of its address', async () => {
    const { dispatcher, origin, headers } = forwardProxy('http://us%65r:p%3Aw@proxy.example:3128', settings);
    expect(origin).toBe('http://proxy.example:3128');
    expect(headers).toEqual(['proxy-authorization', `Basic ${Buffer.from('user:p:w').toString('base64')}`]);
    expect(forwardProxy('http://proxy.example', settings).headers).toEqual([]);
    await dispatcher.close();
  });

  it('can be closed without ever having connected', async () => {
    await directAgent(settings).close();
    await tunnelAgent('http://proxy.example:3128', settings).close();
  });
});

describe('certificates', () => {
  const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');

  async function ask(extraCaPem: string | null, host: string): Promise<string> {
    const server = createServer({ key: fixture('server.key'), cert: fixture('server.pem') }, (_request, response) => response.end('over TLS'));
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const agent = directAgent({ connectTimeoutMs: 2_000, secureContext: trustedAuthorities(extraCaPem) });
    try {
      const { body } = await agent.request({ origin: `https://${host}:${port}`, path: '/', method: 'GET' });
      return await body.text();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const observation = observeFault(error, 0);
      return observation.kind === 'unreachable' ? observation.detail : observation.kind;
    } finally {
      await agent.close();
      server.close();
    }
  }

  it('of an unknown authority are refused, and the problem is named', async () => {
    expect(await ask(null, '127.0.0.1')).toContain('not trusted here');
  });

  it('are accepted when the authority is in the extra file, alone or among others', async () => {
    expect(await ask(fixture('authority.pem'), '127.0.0.1')).toBe('over TLS');
    expect(await ask(`${rootCertificates[0]}\n${fixture('authority.pem')}`, 'localhost')).toBe('over TLS');
  });
});
