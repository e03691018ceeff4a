/** What Code Proxy refuses itself is audited as well, up to where it was read; what is turned away at the door is not. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { AuditLogOptions } from '../../../src-main/audit/audit-log.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { auditedProxy } from '../../support/audited-proxy.ts';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { eventually } from '../../support/eventually.ts';
import { streamText } from '../../support/fake-endpoint.ts';
import { findInFolder } from '../../support/find-in-files.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN, type StartProxyOptions } from '../../support/start-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { fake, proxy } = useDataPath();
const audited = (options: StartProxyOptions, auditing?: Partial<AuditLogOptions>) => auditedProxy(proxy, options, auditing);

const head = (...lines: string[]) =>
  `${['POST /v1/messages?beta=true HTTP/1.1', 'Host: 127.0.0.1', `Authorization: Bearer ${LOCAL_TOKEN}`, ...lines].join('\r\n')}\r\n\r\n`;

it('keeps a body that is no request, whole, and the error that it got', async () => {
  const { ask, recordOf } = await audited({ endpoints: [] });
  const told = await ask('{"messages":[1,2', { headers: { 'x-mark': 'mine' } });
  const toldBody = await told.text();
  const { record, text } = await recordOf();
  expect(record).toMatchObject({ attempts: [], original: { method: 'POST', body: { bytes: 16, kept: 'whole' } } });
  expect(record.original.headers).toContainEqual(['x-mark', 'mine']);
  expect(await text('original')).toBe('{"messages":[1,2');
  expect(record.delivered?.status).toBe(400);
  for (const name of ['content-type', 'content-length', 'x-code-proxy-exchange'])
    expect(record.delivered?.headers).toContainEqual([name, told.headers.get(name)]);
  expect(await text('delivered')).toBe(toldBody);
});

it('keeps a request that no endpoint serves, and the error that it got', async () => {
  const { ask, recordOf } = await audited({ endpoints: [] });
  const told = await (await ask(HELLO)).text();
  const { record, text } = await recordOf();
  expect(record.attempts).toEqual([]);
  expect(await text('original')).toBe(JSON.stringify(HELLO));
  expect(await text('delivered')).toBe(told);
});

it('keeps a request for which all endpoints rest', async () => {
  const endpoint = await fake(streamText('never asked'));
  const { ask, rests, recordOf } = await audited({ endpoints: [endpoint.url] });
  rests.restByHand('endpoint-1', 1, null);
  const told = await (await ask(HELLO_WHOLE)).text();
  const { record, text } = await recordOf();
  expect(endpoint.seen).toEqual([]);
  expect(record.attempts).toEqual([]);
  expect([await text('original'), await text('delivered')]).toEqual([JSON.stringify(HELLO_WHOLE), told]);
});

it('says of a body that was refused by its declared length that it was not read', async () => {
  const { port, recordOf } = await audited({ endpoints: [], limits: { maxBodyBytes: 1_000 } });
  const client = await RawClient.open(port);
  client.write(head('Content-Length: 2000'));
  await client.until('request_too_large');
  client.write(Buffer.alloc(2_000, 'x'));
  await client.closed();
  const { record, text } = await recordOf();
  expect(record).toMatchObject({ original: { body: { bytes: 0, kept: 'unread', textBytes: 0 } }, delivered: { status: 413 } });
  expect(record.delivered?.headers).toContainEqual(['connection', 'close']);
  expect(client.received).toContain(await text('delivered'));
});

it('keeps what was read of a body that grew too large', async () => {
  const { port, recordOf } = await audited({ endpoints: [], limits: { maxBodyBytes: 1_000 } });
  const client = await RawClient.open(port);
  const chunk = 'x'.repeat(1_024);
  client.write(`${head('Transfer-Encoding: chunked')}400\r\n${chunk}\r\n`);
  await client.until('request_too_large');
  client.write('0\r\n\r\n');
  await client.closed();
  const { record, text } = await recordOf();
  expect(record.original.body).toMatchObject({ bytes: 1_024, kept: 'unread' });
  expect(await text('original')).toBe(chunk);
});

it('does not read a compressed body, and says so', async () => {
  const { ask, recordOf } = await audited({ endpoints: [] });
  await (await ask('not read', { headers: { 'content-encoding': 'gzip' } })).text();
  const { record, text } = await recordOf();
  expect(record).toMatchObject({ original: { body: { kept: 'unread' } }, delivered: { status: 415 } });
  expect(record.original.headers).toContainEqual(['content-encoding', 'gzip']);
  expect(await text('delivered')).toContain('unsupported_media_type');
});

it.each([
  ['of known length', 'Content-Length: 200000', 'x'.repeat(90_000)],
  ['of a length that is not known', 'Transfer-Encoding: chunked', `3\r\nabc\r\n`],
])('keeps what came of a body %s before its client left', async (_, line, sent) => {
  const { port, recordOf } = await audited({ endpoints: [] });
  const client = connect(port, '127.0.0.1');
  client.on('error', () => undefined);
  // Its end comes behind all that it sent.
  client.end(head(line) + sent);
  const body = sent.startsWith('3') ? 'abc' : sent;
  const { exchange, record, text } = await recordOf();
  expect(exchange.outcome).toBe('client_left');
  expect(record).toMatchObject({ original: { body: { bytes: body.length, kept: 'unread' } }, delivered: null });
  expect(await text('original')).toBe(body);
});

it('says of an upload whose endpoint answered before its end that it was not read to it', async () => {
  const hasty = createServer((request, response) => request.once('data', () => response.writeHead(400, { connection: 'close' }).end('{"no":1}')));
  await once(hasty.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => hasty.closeAllConnections());
  onTestFinished(() => void hasty.close());
  const { port: endpointPort } = z.object({ port: z.number() }).parse(hasty.address());
  const { port, recordOf } = await audited({ endpoints: [`http://127.0.0.1:${endpointPort}`] });
  const client = await RawClient.open(port);
  client.write(head('Content-Length: 1000').replace('/v1/messages?beta=true', '/v1/files'));
  client.write('begin');
  await client.until('{"no":1}');
  const { record, text } = await recordOf();
  expect(record.original.body).toMatchObject({ bytes: 5, kept: 'unread' });
  expect([await text('original'), await text('forwarded', 1)]).toEqual(['begin', 'begin']);
});

it('says of an upload that no endpoint could take that it was not read', async () => {
  const { url, recordOf } = await audited({ endpoints: [] });
  await (await fetch(`${url}/v1/files`, { method: 'POST', headers: { 'x-api-key': LOCAL_TOKEN }, body: 'never read' })).text();
  const { record } = await recordOf();
  expect(record).toMatchObject({ original: { body: { bytes: 0, kept: 'unread' } }, attempts: [] });
});

it('keeps nothing of what is turned away at the door', async () => {
  const folder = join(await tempFolder(), 'audit-log');
  const { url, port, audit, finished } = await audited({ endpoints: [] }, { folder });
  expect((await fetch(`${url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': 'wrong' }, body: '{' })).status).toBe(403);
  const client = await RawClient.open(port);
  client.write(head('Content-Length: 1', 'Connection: close').replace('Host: 127.0.0.1', 'Host: evil.example'));
  client.write('{');
  await client.closed();
  expect(client.received).toMatch(/^HTTP\/1.1 403 /);
  expect(finished).toEqual([]);
  expect((await audit.size()).days).toEqual([]);
});

const PLANTED = {
  'a credential header': 'planted-header-0001',
  'the URL': 'planted-url-0002',
  'a body that is no JSON': 'planted-endpoint-key-0003',
  "what a user's pattern matches": 'AKIAABCDEFGHIJKLMNOP',
  'a body that was not read to its end': 'planted-endpoint-key-0004',
  'the local token in the body': LOCAL_TOKEN,
};
/** No secrets: they show that both requests are in the files that were looked through. */
const MARKS = { 'mark of the first': 'first-mark-of-the-test', 'mark of the second': 'second-mark-of-the-test' };

it.each([
  ['finds every secret that was planted in refused requests when nothing is taken out', false],
  ['keeps none of them otherwise', true],
])('%s', async (_, isRedacting) => {
  const folder = join(await tempFolder(), 'audit-log');
  const settings = () => ({ ...DEFAULT_SETTINGS.audit, patterns: ['AKIA[A-Z]{16}'] });
  const secrets = () => [PLANTED['a body that is no JSON'], PLANTED['a body that was not read to its end']];
  const { url, port, recordOf } = await audited({ endpoints: [], limits: { maxBodyBytes: 1_000 } }, { folder, settings, secrets, isRedacting });
  const refused = await fetch(`${url}/v1/messages?api_key=${PLANTED['the URL']}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${LOCAL_TOKEN}`, cookie: `a=${PLANTED['a credential header']}` },
    body: `{ ${MARKS['mark of the first']} ${PLANTED['a body that is no JSON']} ${PLANTED["what a user's pattern matches"]} ${LOCAL_TOKEN}`,
  });
  expect(refused.status).toBe(400);
  const client = await RawClient.open(port);
  const chunk = `${MARKS['mark of the second']} ${PLANTED['a body that was not read to its end']} ${'x'.repeat(1_024)}`;
  client.write(`${head('Transfer-Encoding: chunked')}${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  await client.until('request_too_large');
  client.write('0\r\n\r\n');
  await client.closed();
  await recordOf(2);
  // A stop waits only so long for what is under way.
  const found = () => [...findInFolder(folder, { ...PLANTED, ...MARKS }).keys()].sort();
  await eventually(found).toEqual(Object.keys(isRedacting ? MARKS : { ...PLANTED, ...MARKS }).sort());
});
