import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { TooLarge } from '../../../../src-main/mcp/test-faults.ts';
import { observedFetch } from '../../../../src-main/mcp/test-fetch.ts';
import { McpHttpServer } from '../../../support/mcp-http-server.ts';

let server: McpHttpServer;
beforeAll(async () => {
  server = await McpHttpServer.start();
});
afterAll(() => server.stop());

function open(type: 'http' | 'sse') {
  const fetch = observedFetch({ config: { type, url: server.url, headers: {} }, proxyUrl: null, extraCaPem: null });
  onTestFinished(() => fetch.close());
  return fetch;
}

describe('observedFetch', () => {
  it('hands on body and headers both ways', async () => {
    const { fetch, last } = open('http');
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const answer = await fetch(`${server.url}/mcp`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-own': 'own' } });
    expect(await answer.json()).toMatchObject({ id: 1, result: { tools: [{ name: 'fetch_page' }] } });
    expect(answer.headers.get('mcp-session-id')).toBe('session-1');
    expect(server.seen.at(-1)).toMatchObject({ rpc: 'tools/list', headers: { 'x-own': 'own' } });
    expect(last()).toMatchObject({ kind: 'answer', status: 200 });
  });

  it('remembers what came of what must be answered: with streamable HTTP only what is posted', async () => {
    const http = open('http');
    await http.fetch(`${server.url}/status?code=500`, { method: 'POST' });
    await http.fetch(`${server.url}/mcp`);
    expect(http.last()).toMatchObject({ status: 500 });
    const sse = open('sse');
    await sse.fetch(`${server.url}/status?code=404`);
    expect(sse.last()).toMatchObject({ status: 404 });
  });

  it('remembers a connection that failed, but not one that was given up', async () => {
    const { fetch, last } = open('http');
    const abort = new AbortController();
    const left = fetch(`${server.url}/silent`, { method: 'POST', signal: abort.signal });
    abort.abort();
    await expect(left).rejects.toThrow();
    expect(last()).toBeNull();
    await expect(fetch('http://no-such-host.invalid', { method: 'POST' })).rejects.toThrow();
    expect(last()).toMatchObject({ kind: 'fault' });
  });

  it('follows no redirect that it is told to leave', async () => {
    const { fetch } = open('http');
    expect((await fetch(`${server.url}/elsewhere`, { method: 'POST', redirect: 'manual' })).status).toBe(307);
  });

  it('breaks an answer off that is larger than is taken', async () => {
    const { fetch } = open('http');
    const answer = await fetch(`${server.url}/huge`, { method: 'POST' });
    await expect(answer.text()).rejects.toThrow(TooLarge);
  });
});
