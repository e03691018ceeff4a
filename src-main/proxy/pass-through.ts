/**
 * Calls of the API that Code Proxy knows nothing about (files, batches, ..): streamed in both directions to the first eligible
 * endpoint that speaks the client's own protocol. One attempt, because a body that was not kept cannot be sent again.
 */
import type { IncomingMessage } from 'node:http';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import { describeObservation } from '../failover/describe-observation.ts';
import { finalAnswer } from '../failover/final-answer.ts';
import { BY_HAND, type Rest, type RestTarget } from '../failover/rests.ts';
import type { CancelTimer } from '../platform/clock.ts';
import type { AttemptEnd } from './attempt-end.ts';
import type { ClientAnswer } from './client-answer.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './credential.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import { deliverFailure, deliverOverload, failuresAtRest } from './final-delivery.ts';
import { forwardableRequestHeaders, forwardableResponseHeaders, headerOf, VIA_HEADER } from './headers.ts';
import { IdleWatch } from './idle-watch.ts';
import { describeCut, observeFault } from './network-fault.ts';
import type { ProxyEndpoint } from './ports.ts';
import { isUnread } from './refuse.ts';
import { Upload } from './upload.ts';
import { type UpstreamCall, type UpstreamHandler, upstreamAddress } from './upstream-port.ts';

/** Verdict of the only attempt. */
const RULE_ID = 'pass-through';

export interface PassThroughInput {
  readonly request: IncomingMessage;
  readonly answer: ClientAnswer;
  readonly record: ExchangeRecord;
  readonly clientStyle: CredentialStyle;
  /** Path and query. */
  readonly target: string;
}

export class PassThrough implements UpstreamHandler {
  readonly #path: DataPath;
  readonly #input: PassThroughInput;
  readonly #done = Promise.withResolvers<void>();
  #call: UpstreamCall | null = null;
  #endpoint: ProxyEndpoint | null = null;
  #upload: Upload | null = null;
  #status: number | null = null;
  #headers: readonly string[] = [];
  #firstByteAtMs: number | null = null;
  #startedMs = 0;
  #isPaused = false;
  #isOver = false;
  #cancelTimer: CancelTimer | null = null;
  readonly #idle: IdleWatch;

  constructor(path: DataPath, input: PassThroughInput) {
    this.#path = path;
    this.#input = input;
    const limitMs = path.settings().idleTimeoutMs;
    const detail = `the endpoint was silent for ${Math.round(limitMs / MS_PER_SECOND)} s`;
    this.#idle = new IdleWatch({ clock: path.clock, limitMs, onIdle: () => this.#over({ kind: 'stream-cut', detail }) });
  }

  run(): Promise<void> {
    const { answer, record } = this.#input;
    record.began();
    const eligible = this.#eligible();
    if (eligible.length === 0) {
      this.#refuseForWantOfEndpoint();
      return this.#done.promise;
    }
    const endpoint = eligible.find((candidate) => this.#path.slots.tryTake(candidate));
    if (endpoint === undefined) {
      this.#finishWithoutAttempt('refused', deliverOverload(answer, eligible, 'other'));
      return this.#done.promise;
    }
    this.#endpoint = endpoint;
    record.attemptBegan(endpoint, null, this.#path.clock.nowMs());
    this.#path.rests.attemptBegan(this.#target(endpoint), { mayProbe: false });
    answer.onLeft(() => this.#over({ kind: 'client-left' }));
    answer.onDrain(() => this.#resume());
    this.#send(endpoint);
    return this.#done.promise;
  }

  interrupt(): void {
    this.#over({ kind: 'client-left' }, true);
  }

  onHead(status: number, rawHeaders: string[]): void {
    if (this.#isOver) return;
    this.#status = status;
    this.#headers = rawHeaders;
    this.#firstByteAtMs = this.#path.clock.nowMs();
    this.#input.answer.audit?.upstreamHead(status, rawHeaders);
    this.#input.answer.audit?.copiesUpstream();
    this.#input.record.firstByte(this.#firstByteAtMs);
    this.#cancelTimer?.();
    this.#idle.start();
    this.#input.answer.head(status, forwardableResponseHeaders(rawHeaders));
  }

  onData(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#idle.touched();
    const { answer, record } = this.#input;
    answer.audit?.upstreamChunk(chunk);
    if (!answer.write(chunk) && !this.#isPaused) {
      this.#isPaused = true;
      this.#idle.paused();
      this.#call?.pause();
    }
    record.progressed(answer.bytes, 0);
  }

  onEnd(): void {
    this.#over({ kind: 'success' });
  }

  onError(error: Error): void {
    const waitedMs = this.#path.clock.monotonicMs() - this.#startedMs;
    this.#over(this.#status === null ? observeFault(error, waitedMs) : { kind: 'stream-cut', detail: describeCut(error) });
  }

  /** In order of preference. A resting one is asked only when there is no other. */
  /** What failed others is tried all the same when nothing else is left, but not what the user took out. */
  #eligible(): readonly ProxyEndpoint[] {
    const { rests } = this.#path;
    const able = this.#able();
    const ready = able.filter((endpoint) => rests.availability(this.#target(endpoint)).kind === 'ready');
    return ready.length > 0 ? ready : able.filter((endpoint) => this.#restByHand(endpoint) === null).slice(0, 1);
  }

  #able(): readonly ProxyEndpoint[] {
    return this.#path.endpoints.enabled().filter((endpoint) => this.#path.protocols(endpoint.protocol).decodeAnswer === null);
  }

  #restByHand(endpoint: ProxyEndpoint): Rest | null {
    const availability = this.#path.rests.availability(this.#target(endpoint));
    return availability.kind === 'resting' && availability.rest.ruleId === BY_HAND ? availability.rest : null;
  }

  #target(endpoint: ProxyEndpoint): RestTarget {
    return { endpointId: endpoint.id, revision: endpoint.revision, model: null };
  }

  #send(endpoint: ProxyEndpoint): void {
    const { clock, instanceId, upstream, settings } = this.#path;
    const { request, target, clientStyle } = this.#input;
    const length = request.headers['content-length'];
    const hasBody = request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
    const encoding = request.headers['accept-encoding'];
    const via = headerOf(request.rawHeaders, VIA_HEADER);
    const headers = [
      ...forwardableRequestHeaders(request.rawHeaders),
      ...credentialHeader(credentialStyle(endpoint, clientStyle), endpoint.credential),
      ...(typeof encoding === 'string' ? ['accept-encoding', encoding] : []),
      ...(length === undefined ? [] : ['content-length', length]),
      VIA_HEADER,
      via === undefined ? instanceId : `${via}, ${instanceId}`,
    ];
    this.#startedMs = clock.monotonicMs();
    this.#watchFirstByte(settings().apiTimeoutMs);
    const { audit } = this.#input.answer;
    if (hasBody) this.#upload = new Upload(request, audit === null ? null : (chunk) => audit.originalChunk(chunk));
    const outgoing = { ...upstreamAddress(endpoint.baseUrl, target), method: request.method ?? 'GET', headers, body: this.#upload?.body ?? null };
    audit?.forwarded({ ...outgoing, body: hasBody ? 'original' : null });
    this.#call = upstream.send(outgoing, this);
  }

  #watchFirstByte(limitMs: number): void {
    this.#cancelTimer = this.#path.clock.setTimer(limitMs, () => this.#over({ kind: 'timeout', phase: 'first-byte', waitedMs: limitMs }));
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#idle.resumed();
    this.#call?.resume();
  }

  #over(observation: Observation, isInterrupted = false): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#idle.stop();
    this.#call?.abort();
    this.#tellUnread();
    this.#upload?.discard();
    const endpoint = this.#endpoint;
    if (endpoint !== null) {
      this.#path.rests.attemptEnded(this.#target(endpoint));
      this.#path.slots.release(endpoint.id);
      this.#recordAttempt(observation);
    }
    this.#answer(observation, isInterrupted);
    this.#done.resolve();
  }

  /** An endpoint may answer, or the client leave, before the upload is over. */
  #tellUnread(): void {
    const { answer, request } = this.#input;
    if (isUnread(request)) answer.audit?.originalUnread();
  }

  #recordAttempt(observation: Observation): void {
    const end: AttemptEnd = {
      observation,
      received: null,
      isCommitted: this.#status !== null,
      isWholeForClient: observation.kind === 'success',
      status: this.#status,
      firstByteAtMs: this.#firstByteAtMs,
      usage: null,
      upstreamRequestId: headerOf(this.#headers, 'request-id') ?? null,
    };
    const isDelivered = observation.kind === 'success';
    const verdict = { kind: isDelivered ? 'deliver' : 'stop', ruleId: RULE_ID, reason: describeObservation(observation), rest: null } as const;
    this.#input.record.attemptEnded(end, verdict, this.#path.clock.nowMs());
  }

  #answer(observation: Observation, isInterrupted: boolean): void {
    const { answer, record } = this.#input;
    const nowMs = this.#path.clock.nowMs();
    const finish = (outcome: Parameters<typeof record.finished>[0]['outcome'], error: string | null) =>
      record.finished({ outcome, status: answer.status, error, responseBytes: answer.bytes, endedAtMs: nowMs });
    if (observation.kind === 'success') {
      answer.end();
      const status = this.#status ?? 200;
      if (status < 400) finish('delivered', null);
      else finish(status < 500 ? 'client_fault' : 'failed', `${this.#endpoint?.name ?? 'the endpoint'} answered ${status}`);
    } else if (isInterrupted) {
      answer.breakOff('api_error', 'Code Proxy was stopped.');
      finish('interrupted', null);
    } else if (observation.kind === 'client-left') finish('client_left', null);
    else if (answer.isHeadSent) {
      answer.breakOff('api_error', describeObservation(observation));
      finish('stream_cut', describeObservation(observation));
    } else {
      const failure = { endpoint: this.#endpoint?.name ?? '', ruleId: RULE_ID, observation, waitMs: null };
      const final = finalAnswer([failure], 'other');
      answer.sendError({ status: final.status, type: final.errorType, message: final.message });
      finish('failed', final.message);
    }
  }

  #refuseForWantOfEndpoint(): void {
    const resting = this.#able().flatMap((endpoint) => {
      const rest = this.#restByHand(endpoint);
      return rest === null ? [] : [{ endpoint, rest }];
    });
    const failures = failuresAtRest(resting, this.#path.clock.nowMs());
    this.#finishWithoutAttempt('failed', deliverFailure(this.#input.answer, failures, 'other'));
  }

  #finishWithoutAttempt(outcome: 'failed' | 'refused', error: string): void {
    const { answer, record } = this.#input;
    record.finished({ outcome, status: answer.status, error, responseBytes: answer.bytes, endedAtMs: this.#path.clock.nowMs() });
    this.#tellUnread();
    this.#isOver = true;
    this.#done.resolve();
  }
}
