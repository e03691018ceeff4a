import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { type ApiTarget, earlyRefusal, isBuffered, startOf } from '../../../../src-main/proxy/admitted-request.ts';
import { VIA_HEADER } from '../../../../src-main/proxy/headers.ts';

const MESSAGES: ApiTarget = { kind: 'api', api: 'messages', path: '/v1/messages', query: '' };
const MODELS: ApiTarget = { kind: 'api', api: 'models', path: '/v1/models', query: '' };

function requestWith(headers: Readonly<Record<string, string>>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = 'POST';
  Object.assign(request.headers, headers);
  return request;
}

it('begins a record with what is known before the body: the product of the client, not its whole agent', () => {
  const request = requestWith({ 'user-agent': 'claude-cli/2.1.329 (external, cli)' });
  const admitted = {
    request,
    response: new ServerResponse(request),
    target: MESSAGES,
    localToken: 'run',
    clientStyle: 'bearer',
    id: 'x',
    startedAtMs: 5,
    onAccepted: undefined,
  } as const;
  expect(startOf(admitted, 12)).toMatchObject({ id: 'x', kind: 'messages', method: 'POST', client: 'claude-cli/2.1.329', requestBytes: 12 });
  const unnamed = requestWith({ 'user-agent': ' ' });
  expect(startOf({ ...admitted, request: unnamed }, 0).client).toBeNull();
  const long = requestWith({ 'user-agent': 'x'.repeat(500) });
  expect(startOf({ ...admitted, request: long }, 0).client).toHaveLength(100);
});

it('refuses a request that came through here before', () => {
  expect(earlyRefusal(requestWith({ [VIA_HEADER]: 'other, me' }), MODELS, 'me')).toMatchObject({ type: 'loop_error' });
  expect(earlyRefusal(requestWith({ [VIA_HEADER]: 'other' }), MODELS, 'me')).toBeNull();
});

it('refuses a compressed body only where it would have to be read', () => {
  const packed = requestWith({ 'content-encoding': 'gzip' });
  expect(isBuffered(MESSAGES)).toBe(true);
  expect(isBuffered(MODELS)).toBe(false);
  expect(earlyRefusal(packed, MESSAGES, 'me')?.message).toContain('gzip');
  expect(earlyRefusal(packed, MODELS, 'me')).toBeNull();
  expect(earlyRefusal(requestWith({ 'content-encoding': ' Identity ' }), MESSAGES, 'me')).toBeNull();
});
