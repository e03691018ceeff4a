/** Looks whether one endpoint is reached, accepts its key and knows its models, step by step, and without spending a token unless told to. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { DoctorDetail, DoctorStage } from '../../src-shared/schemas/doctor.ts';
import type { ConnectionTest } from '../../src-shared/schemas/endpoint.ts';
import { askForModels, type EndpointAnswer } from './ask-endpoint.ts';
import { type Check, type CheckContext, check } from './check.ts';
import { clockSample } from './clock-skew.ts';
import { faultFinding } from './endpoint-faults.ts';
import { detail, type Finding, failed, ok, skipped, warning } from './finding.ts';
import type { CheckedEndpoint, CheckedOutbound } from './ports.ts';
import { goThere } from './probe-stages.ts';
import { proxyLogin } from './proxy-tunnel.ts';

/** A list of models takes a moment where it is gathered from elsewhere. */
const ANSWER_TIMEOUT_MS = 10_000;
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

export function endpointCheck(endpoint: CheckedEndpoint): Check {
  return check(`endpoint:${endpoint.id}`, 'endpoints', (context) => lookAt(endpoint, context), { lane: 'network', subject: endpoint.name });
}

async function lookAt(endpoint: CheckedEndpoint, context: CheckContext): Promise<Finding> {
  const { core, isPaid } = context;
  if (core === null) return skipped('needsData');
  const details = [detail('url', endpoint.baseUrl)];
  if (endpoint.unusable !== null) {
    return failed('endpointUnusable', {
      values: { text: endpoint.unusable },
      details,
      remedy: endpoint.unusable.includes('decrypted') ? 'credentialAgain' : 'checkBaseUrl',
    });
  }
  const seen = await ask(endpoint, await core.outbound(), context);
  if ('failure' in seen) return seen.failure;
  const judged = judge(seen, endpoint, details);
  if (!isPaid || judged.state === 'failed') return judged;
  return judgePaid(await core.testEndpoint(endpoint.id), seen.stages, details);
}

interface Seen {
  readonly answer: EndpointAnswer;
  /** With the other style of authentication, after the first was refused. */
  readonly other: EndpointAnswer | null;
  readonly stages: readonly DoctorStage[];
}

async function ask(endpoint: CheckedEndpoint, outbound: CheckedOutbound, context: CheckContext): Promise<Seen | { readonly failure: Finding }> {
  const [first, second] = endpoint.credentialHeaders;
  const seen = await askOnce(endpoint, outbound, context, first ?? null);
  if ('failure' in seen || second === undefined || seen.answer.status !== 401) return seen;
  const again = await askOnce(endpoint, outbound, context, second);
  return 'failure' in again ? seen : { ...seen, other: again.answer };
}

async function askOnce(
  endpoint: CheckedEndpoint,
  outbound: CheckedOutbound,
  { signal, ports, clockSamples }: CheckContext,
  credential: readonly [name: string, value: string] | null,
): Promise<Seen | { readonly failure: Finding }> {
  const url = new URL(endpoint.baseUrl);
  const proxy = isLoopback(url) ? null : outbound.proxyFor(url);
  const proxyUrl = proxy === null ? null : new URL(proxy);
  const { connectTimeoutMs } = outbound;
  const journey = await goThere({ url, proxyUrl, trusted: () => outbound.trusted(), connectTimeoutMs, signal });
  const details = [detail('url', endpoint.baseUrl), ...(proxyUrl === null ? [] : [detail('via', proxyUrl.origin)])];
  const { stages, socket, fault } = journey;
  if (socket === null || fault !== null) {
    if (fault === null) throw new Error('no connection');
    return { failure: faultFinding(fault, { stages, details, limitMs: connectTimeoutMs }) };
  }
  const viaProxy = proxyUrl !== null && url.protocol === 'http:' ? proxyLogin(proxyUrl) : null;
  const sentAtMs = ports.clock.nowMs();
  const startedMs = ports.clock.monotonicMs();
  const reply = await askForModels({ socket, baseUrl: url, viaProxy, credential, timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const durationMs = Math.round(ports.clock.monotonicMs() - startedMs);
  if (!('answer' in reply)) {
    const late: DoctorStage = { stage: 'http', state: 'failed', durationMs, detail: reply.why };
    const broken = { stage: 'http', host: url.host, why: reply.why, isTimeout: reply.isTimeout } as const;
    return { failure: faultFinding(broken, { stages: [...stages, late], details, limitMs: ANSWER_TIMEOUT_MS }) };
  }
  const sample = clockSample(reply.answer.date, sentAtMs, ports.clock.nowMs());
  if (sample !== null) clockSamples.set(endpoint.id, sample);
  const http: DoctorStage = { stage: 'http', state: 'ok', durationMs, detail: String(reply.answer.status) };
  return { answer: reply.answer, other: null, stages: [...stages, http] };
}

function judge({ answer, other, stages }: Seen, endpoint: CheckedEndpoint, details: readonly DoctorDetail[]): Finding {
  const { status } = answer;
  const shown = (auth: DoctorStage['state'], model: DoctorStage['state'] | null = null) => ({
    details,
    stages: [...stages, stage('auth', auth), ...(model === null ? [] : [stage('model', model)])],
  });
  if (status === 401 || status === 403) return judgeRefused(status, other, endpoint, shown('failed'));
  if (status >= 300 && status < 400) return failed('endpointRedirect', { ...shown('skipped'), values: { status }, remedy: 'checkBaseUrl' });
  if (status >= 500) return failed('endpointServer', { ...shown('skipped'), values: { status }, remedy: 'tryLater' });
  const isPage = answer.contentType.toLowerCase().startsWith('text/html') || answer.text.trimStart().startsWith('<');
  if (status < 300 && isPage) return failed('endpointPage', { ...shown('skipped'), remedy: 'checkBaseUrl' });
  const models = status < 300 ? modelsIn(answer.text) : null;
  // Many gateways have no list of models; then only a message tells more.
  if (models === null) {
    return endpoint.credentialHeaders.length === 0
      ? ok('endpointNoKey', shown('skipped'))
      : ok('endpointReached', { ...shown('skipped'), remedy: 'payToKnow' });
  }
  const wanted = [...new Set(Object.values(endpoint.modelMap))];
  const missing = models.length === 0 ? [] : wanted.filter((model) => !models.includes(model));
  if (missing.length > 0) return warning('endpointModel', { ...shown('ok', 'warning'), values: { models: missing.join(', ') }, remedy: 'changeMap' });
  return ok(endpoint.credentialHeaders.length === 0 ? 'endpointNoKey' : 'endpointOk', shown('ok', wanted.length === 0 ? 'skipped' : 'ok'));
}

function judgeRefused(
  status: number,
  other: EndpointAnswer | null,
  { credentialHeaders }: CheckedEndpoint,
  shown: { readonly details: readonly DoctorDetail[]; readonly stages: readonly DoctorStage[] },
): Finding {
  const [style, otherStyle] = credentialHeaders.map(([name]) => (name === 'authorization' ? 'Authorization: Bearer' : name));
  if (style === undefined) return failed('endpointKeyMissing', { ...shown, values: { status }, remedy: 'checkKey' });
  if (other !== null && otherStyle !== undefined && other.status < 300) {
    return failed('endpointStyle', { ...shown, values: { style, other: otherStyle }, remedy: 'changeStyle' });
  }
  return failed('endpointKey', { ...shown, values: { status }, remedy: 'checkKey' });
}

function judgePaid(test: ConnectionTest, before: readonly DoctorStage[], details: readonly DoctorDetail[]): Finding {
  const state = test.isOk ? 'ok' : 'failed';
  const stages = [...before, stage('auth', state), { ...stage('model', state), durationMs: test.durationMs, detail: test.model }];
  if (test.isOk) return ok('endpointOkPaid', { values: { model: test.model }, details, stages });
  const remedy = test.remedy === null ? ({ remedy: 'tryLater' } as const) : ({ remedy: 'text', remedyValues: { text: test.remedy } } as const);
  return failed('endpointPaid', { values: { text: test.message }, details, stages, ...remedy });
}

function stage(name: DoctorStage['stage'], state: DoctorStage['state']): DoctorStage {
  return { stage: name, state, durationMs: null, detail: '' };
}

function modelsIn(text: string): readonly string[] | null {
  try {
    return modelsSchema.parse(JSON.parse(text)).data.map(({ id }) => id);
  } catch {
    return null; // No list of models, whatever it is.
  }
}

/** Never asked for through a proxy, whatever the settings say. */
function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
