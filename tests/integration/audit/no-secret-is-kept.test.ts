/**
 * Distinct secrets are planted in every place where one can be. The same traffic first goes through an audit that takes nothing
 * out, which shows that they would be found; then through the whole app, in whose files and exports there must be none.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { AuditLog } from '../../../src-main/audit/audit-log.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createFileLogger } from '../../../src-main/platform/file-logger.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { dataPaths } from '../../../src-main/platform/paths.ts';
import { Secret } from '../../../src-main/platform/secret.ts';
import { exchangeExportInputSchema, exchangeListInputSchema } from '../../../src-shared/schemas/exchange.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { addEndpoint, coreFixture } from '../../support/core-fixture.ts';
import { useDataPath } from '../../support/data-path-fixture.ts';
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
};
const PATTERNS = ['AKIA[A-Z]{16}'];

/** Endpoint credentials, in priority order, and what each endpoint does: two refuse, the third answers three times. */
function endpointSteps(): readonly { readonly credential: string; readonly steps: Step[] }[] {
  const [before = '', ...events] = streamEvents(`the key is ${STREAMED}!`);
  const stream = Buffer.from([before, ...events].join(''));
  const cut = stream.indexOf(STREAMED) + 7;
  const echo = (text: string) => JSON.stringify({ type: 'error', error: { type: 'api_error', message: `bad key ${text}` } });
  return [
    { credential: HEADER, steps: [refuse(529, { headers: { 'set-cookie': `session=${SECRETS['set-cookie of an answer']}; HttpOnly` } })] },
    { credential: ECHOED, steps: [refuse(529, { body: echo(ECHOED) })] },
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
          gzipSync(JSON.stringify({ type: 'message', content: [{ type: 'text', text: COMPRESSED }], usage: { input_tokens: 1, output_tokens: 1 } })),
        ),
      ],
    },
    { credential: IN_REQUEST, steps: [refuse(529)] },
  ];
}

async function send(url: string, token: string, isStream: boolean): Promise<void> {
  const response = await fetch(`${url}/v1/messages?beta=true&api_key=${SECRETS['URL query']}`, {
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
  await audit.stop();
  const found = findInFolder(folder, { ...SECRETS, 'client token header': LOCAL_TOKEN });
  expect([...found.keys()].sort()).toEqual([...Object.keys(SECRETS), 'client token header'].sort());
});

it('keeps none of them in databases, logs and exports', async () => {
  const folder = await tempFolder();
  const paths = dataPaths(join(folder, 'data'));
  const logger = createFileLogger({ folder: paths.logFolder, file: paths.logFile, level: 'debug' });
  const endpoints = await startEndpoints();
  const { core } = await coreFixture({ folder, logger });
  await core.start();
  const { services } = core;
  await services.settings.change([{ path: 'audit.patterns', value: PATTERNS }]);
  const added = [];
  for (const [index, { endpoint, credential }] of endpoints.entries())
    added.push(await addEndpoint(core, { name: `E${index}`, baseUrl: endpoint.url, credential, authStyle: 'x-api-key' }));
  const url = services.status().proxy.url ?? '';
  const token = services.tokens.current();
  await send(url, token, true);
  await services.endpoints.rest(added[2]?.id ?? '', null);
  await send(url, token, false);
  const texts = { ...SECRETS, 'client token header': token };

  const { items } = await services.exchanges.list(exchangeListInputSchema.parse({}));
  expect(items).toHaveLength(2);
  let bodies = 0;
  for (const { id } of items) {
    const view = await services.audit.get(id);
    expect(view.kind).toBe('kept');
    expect(findInText(JSON.stringify(view), texts)).toEqual([]);
    expect(findInText(JSON.stringify(await services.exchanges.get(id)), texts)).toEqual([]);
    const attempts = view.kind === 'kept' ? view.record.attempts.map(({ number }) => number) : [];
    for (const attempt of [null, ...attempts])
      for (const part of ['original', 'forwarded', 'upstream', 'delivered'] as const) {
        const { text } = await services.audit.text({ exchangeId: id, part, attempt, offset: 0, limit: 100_000 });
        if (text !== '') bodies += 1;
        expect(findInText(text, texts)).toEqual([]);
      }
  }
  expect(bodies).toBeGreaterThan(9);
  for (const format of ['csv', 'json'] as const)
    expect(findInText((await services.exchanges.exportPart(exchangeExportInputSchema.parse({ format }))).text, texts)).toEqual([]);
  await core.stop('looked through');
  await logger.flush?.();
  expect(findInFolder(paths.folder, texts)).toEqual(new Map());
  // That something was looked through at all: what is no secret is there.
  expect([...findInFolder(paths.folder, { model: 'claude-opus-5-5', host: new URL(endpoints[0]?.endpoint.url ?? '').host }).keys()].sort()).toEqual([
    'host',
    'model',
  ]);
});
