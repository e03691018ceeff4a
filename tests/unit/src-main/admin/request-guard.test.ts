import { describe, expect, it } from 'vitest';
import { type GuardedRequest, refuseRequest } from '../../../../src-main/admin/request-guard.ts';

const address = { host: '127.0.0.1', port: 9001 };
const get: GuardedRequest = {
  method: 'GET',
  target: '/',
  host: '127.0.0.1:9001',
  origin: undefined,
  secFetchSite: undefined,
  contentType: undefined,
};
const post: GuardedRequest = { ...get, method: 'POST', target: '/trpc/a', origin: 'http://127.0.0.1:9001', contentType: 'application/json' };
const statusOf = (request: GuardedRequest, at = address) => refuseRequest(request, at)?.status ?? 200;

describe('refuseRequest', () => {
  it.each(['127.0.0.1:9001', 'localhost:9001', 'LOCALHOST:9001', '[::1]:9001'])('lets %s in as its own name', (host) => {
    expect(statusOf({ ...get, host })).toBe(200);
    expect(statusOf({ ...post, host, origin: `http://${host.toLowerCase()}` })).toBe(200);
  });

  it.each([
    undefined,
    '',
    'evil.example:9001',
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:9002',
    '127.0.0.1.evil.example:9001',
    'localhost.evil.example:9001',
    'me@127.0.0.1:9001',
    '127.0.0.1:9001/x',
    '2130706433:9001',
    '192.168.1.5:9001',
  ])('refuses a Host of %s, as DNS rebinding would send it', (host) => {
    expect(statusOf({ ...get, host })).toBe(403);
  });

  it('knows the default port when the Host leaves it out', () => {
    expect(statusOf({ ...get, host: 'localhost' }, { host: '127.0.0.1', port: 80 })).toBe(200);
    expect(statusOf({ ...get, host: 'localhost:80' }, { host: '127.0.0.1', port: 80 })).toBe(200);
  });

  it('accepts the address it is bound to, and any literal address when bound to all, but never another name', () => {
    expect(statusOf({ ...get, host: '192.168.1.5:9001' }, { host: '192.168.1.5', port: 9001 })).toBe(200);
    expect(statusOf({ ...get, host: '192.168.1.5:9001' }, { host: '0.0.0.0', port: 9001 })).toBe(200);
    expect(statusOf({ ...get, host: '[fe80::1]:9001' }, { host: '::', port: 9001 })).toBe(200);
    expect(statusOf({ ...get, host: 'evil.example:9001' }, { host: '0.0.0.0', port: 9001 })).toBe(403);
  });

  it.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 200],
    ['none', 200],
    [undefined, 200],
  ])('answers Sec-Fetch-Site %s with %s', (secFetchSite, status) => {
    expect(statusOf({ ...get, secFetchSite })).toBe(status);
    expect(statusOf({ ...post, secFetchSite })).toBe(status);
  });

  it.each([
    undefined,
    'null',
    'http://evil.example',
    'http://127.0.0.1:9002',
    'https://127.0.0.1:9001',
    'http://localhost:9001',
    'http://127.0.0.1:9001.evil.example',
  ])('refuses a write with the Origin %s', (origin) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) expect(statusOf({ ...post, method, origin })).toBe(403);
  });

  it.each([
    undefined,
    '',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
  ])('refuses a write with the content type %s', (contentType) => {
    expect(statusOf({ ...post, contentType })).toBe(415);
  });

  it('accepts a charset beside the content type', () => {
    expect(statusOf({ ...post, contentType: 'Application/JSON; charset=utf-8' })).toBe(200);
  });

  it.each([
    '/../etc/passwd',
    '/assets/../../key',
    '/%2e%2e/key',
    '/..%2fkey',
    '/%2E%2E%2Fkey',
    '/a/%2e/b',
    '/..\\key',
    '/%5c..%5ckey',
    '/a%00.js',
    '/%',
    '//evil.example/x',
    'http://evil.example/',
    '*',
  ])('refuses the path %s', (target) => {
    expect(statusOf({ ...get, target })).toBe(400);
  });

  it.each(['/', '/login', '/requests/019', '/assets/a..b.js', '/trpc/a?input=%7B%22b%22%3A%22..%2F..%22%7D'])('lets the path %s pass', (target) => {
    expect(statusOf({ ...get, target })).toBe(200);
  });
});
