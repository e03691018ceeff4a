import { describe, expect, it } from 'vitest';
import { AnswerTranslator } from '../../../../src-main/proxy/answer-translator.ts';
import { toyProtocol } from '../../../support/toy-protocol.ts';

function translator(isStream: boolean) {
  const bytes: Buffer[] = [];
  let faults = 0;
  const made = new AnswerTranslator({
    adapter: toyProtocol,
    clientRequest: {
      method: 'POST',
      path: '/v1/messages',
      query: '',
      body: Buffer.alloc(0),
      bodyWithModel: () => [],
      requestedModel: 'a',
      sentModel: 'b',
      isStream,
      headers: [],
    },
    encoding: undefined,
    onBytes: (chunk) => bytes.push(chunk),
    onFault: () => {
      faults += 1;
    },
  });
  return { made, text: () => Buffer.concat(bytes).toString(), faults: () => faults };
}

describe('AnswerTranslator', () => {
  it('translates events wherever they were cut', async () => {
    const bytes = Buffer.from('data: ein\n\ndata: größe\n\nevent: done\ndata:\n\n');
    const whole = translator(true);
    whole.made.push(bytes);
    await whole.made.end();
    const split = translator(true);
    for (const byte of bytes) split.made.push(Buffer.from([byte]));
    await split.made.end();
    expect(split.text()).toBe(whole.text());
    expect(whole.text()).toContain('größe');
  });

  it('reports an unreadable answer once and hands out nothing more', async () => {
    const { made, text, faults } = translator(true);
    made.push(Buffer.from('event: bad\ndata: 1\n\nevent: bad\ndata: 1\n\ndata: hello\n\n'));
    await made.end();
    expect(faults()).toBe(1);
    expect(text()).toBe('');
    const json = translator(false);
    json.made.push(Buffer.from('{"words":'));
    await json.made.end();
    expect(json.faults()).toBe(1);
  });

  it('says nothing after it was closed', async () => {
    const { made, text, faults } = translator(false);
    made.push(Buffer.from('{"words":["a"]}'));
    made.close();
    await made.end();
    expect([text(), faults()]).toEqual(['', 0]);
  });

  it('gives the client headers that fit the translated body', () => {
    expect(translator(false).made.clientHeaders(['content-length', '5', 'content-encoding', 'gzip', 'Request-Id', 'r'])).toEqual([
      'content-type',
      'application/json',
      'request-id',
      'r',
    ]);
  });
});
