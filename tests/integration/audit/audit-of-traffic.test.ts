/** What the data path tells the audit, with real sockets on both sides: every kind of exchange, and how each can end. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { auditedProxy } from '../../support/audited-proxy.ts';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { answer, htmlPage, jsonMessage, refuse, streamText } from '../../support/fake-endpoint.ts';
import { LOCAL_TOKEN, type StartProxyOptions } from '../../support/start-proxy.ts';
import { toyProtocol } from '../../support/toy-protocol.ts';

const { fake, proxy } = useDataPath();

const audited = (options: StartProxyOptions) => auditedProxy(proxy, options);

it('keeps each failed attempt with what it sent and got, and then the one that was delivered', async () => {
  const busy = await fake(refuse(529, { message: 'too busy' }));
  const page = await fake(htmlPage);
  const good = await fake(streamText('hello'));
  const mapped = { baseUrl: good.url, modelMap: { 'claude-*': 'another-model' } };
  const { ask, recordOf } = await audited({ endpoints: [busy.url, page.url, mapped] });
  const delivered = await (await ask(HELLO)).text();
  const { record, text } = await recordOf();
  expect(record.attempts.map(({ number, upstream }) => [number, upstream?.status])).toEqual([
    [1, 529],
    [2, 200],
    [3, 200],
  ]);
  expect(await text('upstream', 1)).toContain('too busy');
  // Its head was enough to give it up.
  expect(record.attempts[1]?.upstream?.headers).toContainEqual(['content-type', 'text/html; charset=utf-8']);
  for (const [index, endpoint] of [busy, page, good].entries()) expect(await text('forwarded', index + 1)).toBe(endpoint.seen[0]?.body.toString());
  expect(await text('original')).toBe(JSON.stringify(HELLO));
  expect(await text('delivered')).toBe(delivered);
  expect(record.delivered?.headers.map(([name]) => name)).toContain('content-type');
});

it('keeps an answer that was relayed compressed as readable text', async () => {
  const endpoint = await fake(jsonMessage('hello', { encoding: 'br' }));
  const { ask, recordOf } = await audited({ endpoints: [endpoint.url] });
  await (await ask(HELLO_WHOLE, { headers: { 'accept-encoding': 'br' } })).text();
  const { record, text } = await recordOf();
  expect(JSON.parse(await text('delivered'))).toMatchObject({ content: [{ text: 'hello' }] });
  expect(record.delivered?.body?.bytes).toBeLessThan(record.delivered?.body?.textBytes ?? 0);
});

it('keeps the error that the client was told when nothing answered, and that no answer came', async () => {
  const { ask, recordOf } = await audited({ endpoints: ['http://127.0.0.1:1'], settings: { maxRetries: 0 } });
  const told = await (await ask(HELLO_WHOLE)).text();
  const { record, text } = await recordOf();
  expect(record.attempts).toMatchObject([{ number: 1, upstream: null }]);
  expect(await text('delivered')).toBe(told);
});

it('keeps as much of a stream as the client took before it left', async () => {
  const endpoint = await fake(streamText('hello', { pieces: ['one', 'two'], after: { events: 4, ending: 'silence' } }));
  const { ask, recordOf } = await audited({ endpoints: [endpoint.url] });
  const leaving = new AbortController();
  const response = await ask(HELLO, { signal: leaving.signal });
  const reader = response.body?.getReader();
  let read = '';
  while (!read.includes('one')) read += Buffer.from((await reader?.read())?.value ?? []).toString();
  leaving.abort();
  const { text } = await recordOf();
  expect(await text('upstream', 1)).toBe(await text('delivered'));
  expect(await text('delivered')).toBe(read);
});

it('keeps what is passed through, and the endpoint gets every byte of it', async () => {
  const endpoint = await fake(answer(200, { 'content-type': 'application/json' }, '{"id":"file_1"}'));
  const { url, recordOf } = await audited({ endpoints: [endpoint.url] });
  const upload = Buffer.from(randomBytes(400_000).toString('hex'));
  const response = await fetch(`${url}/v1/files?limit=1`, {
    method: 'POST',
    headers: { 'x-api-key': LOCAL_TOKEN, 'content-type': 'text/plain' },
    body: upload,
  });
  expect(await response.text()).toBe('{"id":"file_1"}');
  expect(endpoint.seen[0]?.body.equals(upload)).toBe(true);
  const { record, text } = await recordOf();
  expect(record.original).toMatchObject({ method: 'POST', target: '/v1/files?limit=1', body: { bytes: 800_000, kept: 'whole', textBytes: 800_000 } });
  expect(record.attempts).toMatchObject([{ forwarded: { target: `${endpoint.url}/v1/files?limit=1`, body: { bytes: 800_000 } } }]);
  expect((await text('forwarded', 1)) === upload.toString()).toBe(true);
  expect(await text('delivered')).toBe('{"id":"file_1"}');
});

it('passes a request without a body through as one without a body', async () => {
  const endpoint = await fake(answer(200, { 'content-type': 'application/json' }, '{}'));
  const { url, recordOf } = await audited({ endpoints: [endpoint.url] });
  await (await fetch(`${url}/v1/files`, { headers: { 'x-api-key': LOCAL_TOKEN } })).text();
  const { record } = await recordOf();
  expect([record.original.body, record.attempts[0]?.forwarded.body]).toEqual([null, null]);
});

it('keeps both sides of a translation, each in its own dialect', async () => {
  const toy = await fake(answer(200, { 'content-type': 'application/json' }, '{"words":["hello","there"]}'));
  const { ask, recordOf } = await audited({ endpoints: [toy.url], protocols: () => toyProtocol });
  const told = await (await ask(HELLO_WHOLE)).text();
  const { record, text } = await recordOf();
  expect(record.attempts[0]?.forwarded).toMatchObject({ method: 'PUT', body: { contentType: 'text/plain' } });
  expect(await text('original')).toBe(JSON.stringify(HELLO_WHOLE));
  expect(await text('forwarded', 1)).toBe('hi');
  expect(await text('upstream', 1)).toBe('{"words":["hello","there"]}');
  expect(await text('delivered')).toBe(told);
});
