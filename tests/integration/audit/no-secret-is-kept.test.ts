/**
 * Distinct secrets are planted in every place where one can be. The same traffic first goes through an audit that takes nothing
 * out, which shows that they would be found; then through the whole app, in whose files and exports there must be none.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import type { EventFeedSource } from '../../../src-main/admin/ports.ts';
import { AuditLog } from '../../../src-main/audit/audit-log.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createFileLogger } from '../../../src-main/platform/file-logger.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { dataPaths } from '../../../src-main/platform/paths.ts';
import { Secret } from '../../../src-main/platform/secret.ts';
import type { FeedEvent } from '../../../src-shared/feed-events.ts';
import { curlCommand } from '../../../src-shared/request-export/curl-command.ts';
import { harLog } from '../../../src-shared/request-export/har-log.ts';
import { bodyKey, readStoredBodies } from '../../../src-shared/request-export/stored-bodies.ts';
import { AUDIT_TEXT_LIMIT } from '../../../src-shared/schemas/audit.ts';
import { exchangeExportInputSchema, exchangeListInputSchema } from '../../../src-shared/schemas/exchange.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { addEndpoint, coreFixture } from '../../support/core-fixture.ts';
import { useDataPath } from '../../support/data-path-fixture.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, type FakeEndpoint, rawStream, refuse, type Step, streamEvents } from '../../support/fake-endpoint.ts';
import { findInFolder, findInText } from '../../support/find-in-files.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const { fake, proxy } = useDataPath();

/** Every credential is planted once only, so that each place is proven by itself. */
const HEADER = 'sk-in-the-header-0001/+=';
const ECHOED = 'sk-in-an-error-0002"quoted"';
const COMPRESSED = 'sk-in-gzip-0003';
const STREAMED = 'sk-in-a-stream-0004';
const IN_REQUEST = 'sk-in-a-request-0005/x y';
const PIECED = 'sk-in-gzip-in-pieces-0011';
const SECRETS = {
  'endpoint credential header': HEADER,
  'echoed in an error body': ECHOED,
  'in a compressed answer': COMPRESSED,
  'in a stream, cut between chunks': STREAMED,
  'in a request body, escaped': IN_REQUEST,
  'request cookie': 'cookie-secret-0006',
  'set-cookie of an answer': 'set-cookie-secret-0007',
  'URL query': 'query-secret-0008',
  'userinfo of a redirect': 'userinfo-secret-0009',
  "a user's own pattern": 'AKIAABCDEFGHIJKLMNOP',
  'proxy-authorization': 'proxy-authorization-secret-0010',
  'compressed answer that comes in pieces': PIECED,
};
const PATTERNS = ['AKIA[A-Z]{16}'];

/** Endpoint credentials, in priority order, and what each endpoint does: two refuse, the next three answer. */
function endpointSteps(): readonly { readonly credential: string; readonly steps: Step[] }[] {
  const [before = '', ...events] = streamEvents(`the key is ${STREAMED}!`);
  const stream = Buffer.from([before, ...events].join(''));
  const cut = stream.indexOf(STREAMED) + 7;
  const message = (text: string) => ({ type: 'message', content: [{ type: 'text', text }], usage: { input_tokens: 1, output_tokens: 1 } });
  // The sentence goes into reasons and the log, where the credential must not be in any writing.
  const echo = (text: string) => `${text} is a bad key, asked at https://e.example/?k=${encodeURIComponent(text)} with ${JSON.stringify(text)}`;
  return [
    { credential: HEADER, steps: [refuse(529, { headers: { 'set-cookie': `session=${SECRETS['set-cookie of an answer']}; HttpOnly` } })] },
    { credential: ECHOED, steps: [refuse(529, { message: echo(ECHOED), type: 'api_error' })] },
    { credential: STREAMED, steps: [rawStream(stream.subarray(0, cut), stream.subarray(cut, cut + 3), stream.subarray(cut + 3))] },
    {
      credential: COMPRESSED,
      steps: [
        answer(
          200,
          {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            location: `https://user:${SECRETS['userinfo of a redirect']}@e.example/`,
          },
          gzipSync(JSON.stringify(message(COMPRESSED))),
        ),
      ],
    },
    { credential: PIECED, steps: [inPieces(gzipSync(JSON.stringify(message(PIECED)), { level: 0 }), PIECED)] },
    { credential: IN_REQUEST, steps: [refuse(529)] },
  ];
}

/** Cuts in the middle of the credential. Stored and not packed, the credential stands in the bytes as it is. */
function inPieces(body: Buffer, credential: string): Step {
  const cut = body.indexOf(credential) + 5;
  return async ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    for (const piece of [body.subarray(0, cut), body.subarray(cut)]) await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    response.end();
  };
}

/** The local token also stands in the URL: under a name that says what it is, and under one that does not. */
async function send(url: string, token: string, isStream: boolean): Promise<void> {
  const response = await fetch(`${url}/v1/messages?beta=true&api_key=${SECRETS['URL query']}&token=${token}&trace=${token}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'accept-encoding': 'gzip',
      cookie: `a=${SECRETS['request cookie']}`,
      'proxy-authorization': SECRETS['proxy-authorization'],
    },
    body: JSON.stringify({
      model: 'claude-opus-5-5',
      max_tokens: 10,
      stream: isStream,
      messages: [{ role: 'user', content: JSON.stringify({ env: IN_REQUEST, aws: SECRETS["a user's own pattern"] }) }],
    }),
  });
  await response.text();
}

async function startEndpoints(): Promise<readonly { readonly endpoint: FakeEndpoint; readonly credential: string }[]> {
  const started = [];
  for (const { credential, steps } of endpointSteps()) started.push({ credential, endpoint: await fake(...steps) });
  return started;
}

/** Everything that the feed tells until the test ends. */
function listen(source: EventFeedSource): readonly FeedEvent[] {
  const events: FeedEvent[] = [];
  const ended = new AbortController();
  const reading = (async () => {
    for await (const { event } of source.read(null, ended.signal)) events.push(event);
  })();
  onTestFinished(async () => {
    ended.abort();
    await reading;
  });
  return events;
}

it('finds every planted secret in the files of an audit that takes nothing out', async () => {
  const folder = await tempFolder();
  const endpoints = await startEndpoints();
  const settings = () => ({ ...DEFAULT_SETTINGS.audit, patterns: PATTERNS });
  const audit = new AuditLog({ folder, clock: systemClock, logger: silentLogger, settings, secrets: () => [], isRedacting: false });
  const { url, rests } = await proxy({
    audit,
    endpoints: endpoints.map(({ endpoint, credential }) => ({ baseUrl: endpoint.url, credential: new Secret(credential), authStyle: 'x-api-key' })),
  });
  await send(url, LOCAL_TOKEN, true);
  // Without the endpoint that streams, the next one answers.
  rests.restByHand('endpoint-3', 1, null);
  await send(url, LOCAL_TOKEN, false);
  rests.restByHand('endpoint-4', 1, null);
  await send(url, LOCAL_TOKEN, false);
  // A stop waits only so long for what is under way.
  const found = () => [...findInFolder(folder, { ...SECRETS, 'client token header': LOCAL_TOKEN }).keys()].sort();
  await eventually(found).toEqual([...Object.keys(SECRETS), 'client token header'].sort());
  await audit.stop();
});

it('keeps none of them in databases, logs and exports', async () => {
  const folder = await tempFolder();
  const paths = dataPaths(join(folder, 'data'));
  const logger = createFileLogger({ folder: paths.logFolder, file: paths.logFile, level: 'debug' });
  const endpoints = await startEndpoints();
  const { core } = await coreFixture({ folder, logger });
  await core.start();
  const { services } = core;
  const feed = listen(services.feed);
  await services.settings.change([{ path: 'audit.patterns', value: PATTERNS }]);
  const added = [];
  for (const [index, { endpoint, credential }] of endpoints.entries())
    added.push(await addEndpoint(core, { name: `E${index}`, baseUrl: endpoint.url, credential, authStyle: 'x-api-key' }));
  const url = services.status().proxy.url ?? '';
  const token = services.tokens.current();
  await send(url, token, true);
  for (const index of [2, 3]) {
    await services.endpoints.rest(added[index]?.id ?? '', null);
    await send(url, token, false);
  }
  const texts = { ...SECRETS, 'client token header': token };

  const { items } = await services.exchanges.list(exchangeListInputSchema.parse({}));
  expect(items).toHaveLength(3);
  const reasons: (string | null)[] = [];
  let bodies = 0;
  for (const { id } of items) {
    const view = await services.audit.get(id);
    if (view.kind !== 'kept') throw new Error(view.kind);
    const exchange = await services.exchanges.get(id);
    reasons.push(...exchange.attempts.map(({ reason }) => reason));
    const stored = await readStoredBodies((input) => services.audit.text({ ...input, limit: AUDIT_TEXT_LIMIT }), view.record);
    bodies += [...stored.values()].filter((text) => text !== '').length;
    const { original, attempts } = view.record;
    const commands = [original, ...attempts.map(({ forwarded }) => forwarded)].map(({ method, target, headers }, number) =>
      curlCommand({
        method,
        url: new URL(target, url).href,
        headers,
        body: stored.get(number === 0 ? bodyKey('original', null) : bodyKey('forwarded', number)) ?? null,
        bodyFrom: { kind: 'command' },
      }),
    );
    const har = harLog({ exchange, record: view.record, bodies: stored, version: '1.0.0', proxyUrl: url });
    expect(har.log.entries).toHaveLength(attempts.length + 1);
    for (const shown of [view, exchange, Object.fromEntries(stored), har, commands]) expect(findInText(JSON.stringify(shown), texts)).toEqual([]);
  }
  expect(bodies).toBeGreaterThan(14);
  // The sentence with the echo went into a reason, so there was something to take out.
  expect(reasons.join()).toContain('is a bad key');
  for (const format of ['csv', 'json'] as const)
    expect(findInText((await services.exchanges.exportPart(exchangeExportInputSchema.parse({ format }))).text, texts)).toEqual([]);
  await eventually(() => feed.filter((event) => event.type === 'exchange-finished').length).toBe(items.length);
  expect(findInText(JSON.stringify(feed), texts)).toEqual([]);
  await core.stop('looked through');
  await logger.flush?.();
  expect(findInFolder(paths.folder, texts)).toEqual(new Map());
  // That something was looked through at all: what is no secret is there.
  expect([...findInFolder(paths.folder, { model: 'claude-opus-5-5', host: new URL(endpoints[0]?.endpoint.url ?? '').host }).keys()].sort()).toEqual([
    'host',
    'model',
  ]);
});
