import { expect, it } from 'vitest';
import { anthropicProtocol } from '../../../../src-main/protocols/anthropic/anthropic-protocol.ts';
import { answerKind } from '../../../../src-main/proxy/answer-kind.ts';
import { toyProtocol } from '../../../support/toy-protocol.ts';

function kindOf(headers: readonly string[], isStream: boolean, adapter = anthropicProtocol) {
  const clientRequest = {
    method: 'POST',
    path: '/v1/messages',
    query: '',
    body: Buffer.alloc(0),
    bodyWithModel: () => [],
    requestedModel: 'a',
    sentModel: 'a',
    isStream,
    headers: [],
  };
  return answerKind(headers, { clientRequest, adapter });
}

it('reads a stream as events and a whole answer as one document', () => {
  expect(kindOf(['Content-Type', 'text/event-stream; charset=utf-8'], true)).toEqual({ isEventStream: true, isForeign: false, encoding: undefined });
  expect(kindOf(['content-type', 'application/json', 'content-encoding', 'gzip'], false)).toEqual({
    isEventStream: false,
    isForeign: false,
    encoding: 'gzip',
  });
});

it.each(['', 'text/plain', 'text/plain; charset=utf-8', 'application/octet-stream'])('takes a streamed answer of type %j for a stream', (type) => {
  const headers = type === '' ? [] : ['content-type', type];
  expect(kindOf(headers, true)).toMatchObject({ isEventStream: true });
  expect(kindOf(headers, false)).toMatchObject({ isEventStream: false });
});

it('refuses a page, and a document where a stream was asked for', () => {
  expect(kindOf(['content-type', 'Text/HTML'], false)).toEqual({ kind: 'bad-answer', what: 'html' });
  expect(kindOf(['content-type', 'text/html'], true)).toEqual({ kind: 'bad-answer', what: 'html' });
  for (const type of ['application/json', 'text/plainer', 'image/png'])
    expect(kindOf(['content-type', type], true)).toEqual({ kind: 'bad-answer', what: 'not-a-stream' });
});

it('says when the endpoint speaks another dialect, whose streams may have any type', () => {
  expect(kindOf(['content-type', 'application/json'], true, toyProtocol)).toMatchObject({ isEventStream: true, isForeign: true });
});
