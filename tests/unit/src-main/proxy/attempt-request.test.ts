import { describe, expect, it } from 'vitest';
import { anthropicProtocol } from '../../../../src-main/protocols/anthropic/anthropic-protocol.ts';
import { attemptRequest } from '../../../../src-main/proxy/attempt-request.ts';
import { upstreamAddress } from '../../../../src-main/proxy/upstream-port.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

function made(options: { isStream?: boolean; acceptEncoding?: string; baseUrl?: string; sentModel?: string } = {}) {
  const body = Buffer.from('{"model":"a"}');
  return attemptRequest({
    endpoint: proxyEndpoint({ baseUrl: options.baseUrl ?? 'https://gw.example/prefix' }),
    adapter: anthropicProtocol,
    clientRequest: {
      method: 'POST',
      path: '/v1/messages',
      query: '?beta=true',
      body,
      bodyWithModel: (model) => [Buffer.from(`{"model":"${model}"}`)],
      requestedModel: 'a',
      sentModel: options.sentModel ?? 'a',
      isStream: options.isStream ?? true,
      headers: ['anthropic-beta', 'x'],
    },
    clientStyle: 'bearer',
    acceptEncoding: options.acceptEncoding,
    via: 'me',
  });
}

describe('attemptRequest', () => {
  it('keeps path prefix and query and sends one credential', () => {
    expect(made()).toEqual({
      origin: 'https://gw.example',
      path: '/prefix/v1/messages?beta=true',
      method: 'POST',
      headers: [
        'anthropic-beta',
        'x',
        'authorization',
        'Bearer upstream-key-1',
        'accept-encoding',
        'identity',
        'content-length',
        '13',
        'x-code-proxy-via',
        'me',
      ],
      body: [Buffer.from('{"model":"a"}')],
    });
  });

  it('counts the length anew after a splice', () => {
    expect(made({ sentModel: 'longer' })?.headers).toContain('18');
  });

  it('lets only answers that are not streamed come compressed', () => {
    expect(made({ isStream: false, acceptEncoding: 'gzip, br' })?.headers).toContain('gzip, br');
    expect(made({ isStream: true, acceptEncoding: 'gzip, br' })?.headers).not.toContain('gzip, br');
    expect(made({ isStream: false })?.headers).toContain('identity');
  });
});

it('upstreamAddress splits with and without a path', () => {
  expect(upstreamAddress('http://h:1', '/v1/x')).toEqual({ origin: 'http://h:1', path: '/v1/x' });
  expect(upstreamAddress('https://h/a/b', '/v1/x')).toEqual({ origin: 'https://h', path: '/a/b/v1/x' });
});
