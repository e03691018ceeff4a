/** How an observation reads for people: one clause that fits behind an endpoint's name, as in "A: answered 529 (..)". */
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Observation, RestCause } from './contract.ts';

/** Enough to recognise an error by; the rest is in the audit. */
const MAX_TEXT_LENGTH = 200;

const UNREACHABLE: Readonly<Record<Extract<Observation, { kind: 'unreachable' }>['cause'], string>> = {
  refused: 'refused the connection',
  dns: 'has a host name that could not be resolved',
  tls: 'failed the TLS handshake',
  reset: 'broke the connection before answering',
  other: 'could not be reached',
};

const TIMEOUT: Readonly<Record<Extract<Observation, { kind: 'timeout' }>['phase'], string>> = {
  connect: 'accepted no connection',
  'first-byte': 'sent no answer',
  'first-content': 'sent no content',
  idle: 'went silent',
};

const BAD_ANSWER: Readonly<Record<Extract<Observation, { kind: 'bad-answer' }>['what'], string>> = {
  html: 'answered 200 with an HTML page',
  empty: 'answered 200 with an empty body',
  unreadable: 'answered 200 with something unreadable',
  'not-a-stream': 'answered a request for a stream with something else',
};

/** @returns one clause without a full stop. Texts of endpoints are cut to 200 characters and put on one line. */
export function describeObservation(observation: RestCause): string {
  switch (observation.kind) {
    case 'success':
      return 'answered';
    case 'unreachable':
      return withDetail(UNREACHABLE[observation.cause], observation.detail);
    case 'timeout':
      return `${TIMEOUT[observation.phase]} within ${seconds(observation.waitedMs)}`;
    case 'status':
      return withDetail(`answered ${observation.status}`, [observation.errorType, observation.text].filter(Boolean).join(': '));
    case 'bad-answer':
      return BAD_ANSWER[observation.what];
    case 'error-event':
      return withDetail('began the stream with an error', [observation.errorType, observation.text].filter(Boolean).join(': '));
    case 'stream-cut':
      return withDetail('broke off after the answer had begun', observation.detail);
    case 'client-left':
      return 'the client closed the connection';
    case 'rested-by-hand':
      return 'rested by hand';
  }
}

function withDetail(clause: string, detail: string): string {
  const text = detail.replace(/\s+/g, ' ').trim();
  if (text === '') return clause;
  return `${clause} (${text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text})`;
}

function seconds(ms: number): string {
  return `${Number((ms / MS_PER_SECOND).toFixed(1))} s`;
}
