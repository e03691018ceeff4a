import { expect, it } from 'vitest';
import type { Observation } from '../../../../src-main/failover/contract.ts';
import { describeObservation } from '../../../../src-main/failover/describe-observation.ts';

it.each<[Observation, string]>([
  [{ kind: 'success' }, 'answered'],
  [{ kind: 'unreachable', cause: 'dns', detail: 'ENOTFOUND a.example' }, 'has a host name that could not be resolved (ENOTFOUND a.example)'],
  [{ kind: 'unreachable', cause: 'other', detail: '' }, 'could not be reached'],
  [{ kind: 'timeout', phase: 'connect', waitedMs: 10_000 }, 'accepted no connection within 10 s'],
  [{ kind: 'timeout', phase: 'first-byte', waitedMs: 1_540 }, 'sent no answer within 1.5 s'],
  [
    { kind: 'status', status: 529, errorType: 'overloaded_error', text: 'Overloaded', isAnthropicError: true, namedWaitMs: null },
    'answered 529 (overloaded_error: Overloaded)',
  ],
  [{ kind: 'status', status: 502, errorType: null, text: '', isAnthropicError: false, namedWaitMs: null }, 'answered 502'],
  [{ kind: 'bad-answer', what: 'html' }, 'answered 200 with an HTML page'],
  [{ kind: 'error-event', errorType: 'api_error', text: 'a\n\nb' }, 'began the stream with an error (api_error: a b)'],
  [{ kind: 'stream-cut', detail: 'ECONNRESET' }, 'broke off after the answer had begun (ECONNRESET)'],
  [{ kind: 'client-left' }, 'the client closed the connection'],
])('says of %j: %s', (observation, text) => {
  expect(describeObservation(observation)).toBe(text);
});
