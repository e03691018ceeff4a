import { describe, expect, it } from 'vitest';
import { anthropicProtocol } from '../../../../../src-main/protocols/anthropic/anthropic-protocol.ts';

const body = Buffer.from('{"model":"a"}');
const request = {
  method: 'POST',
  path: '/v1/messages',
  query: '?beta=true',
  body,
  bodyWithModel: (model: string) => (model === 'a' ? [body] : [Buffer.from('with '), Buffer.from(model)]),
  requestedModel: 'a',
  isStream: true,
  headers: ['anthropic-version', '2023-06-01'],
};

describe('the anthropic protocol', () => {
  it('hands on the very same bytes when the model is not mapped', () => {
    const encoded = anthropicProtocol.encodeRequest({ ...request, sentModel: 'a' });
    expect(encoded?.body).toEqual([body]);
    expect(encoded?.body[0]).toBe(body);
    expect(encoded).toMatchObject({ method: 'POST', target: '/v1/messages?beta=true', headers: request.headers });
  });

  it('asks for the body with another model when it is', () => {
    expect(Buffer.concat(anthropicProtocol.encodeRequest({ ...request, sentModel: 'b' })?.body ?? []).toString()).toBe('with b');
  });

  it('translates nothing on the way back', () => {
    expect(anthropicProtocol.openStream).toBeNull();
    expect(anthropicProtocol.decodeAnswer).toBeNull();
  });

  it.each([
    ['{"type":"error","error":{"type":"overloaded_error","message":"m"},"request_id":"r"}', { type: 'overloaded_error', message: 'm' }],
    ['{"error":{"type":"overloaded_error","message":"m"}}', null],
    ['<html>', null],
    ['', null],
  ])('reads the error %s', (text, expected) => {
    expect(anthropicProtocol.mapError(500, Buffer.from(text))).toEqual(expected);
  });
});
