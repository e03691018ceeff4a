/** Every row of the failover table before the commit point: how an endpoint fails, and what follows in company and alone. */
import type { DataPathFixture } from './data-path-fixture.ts';
import { answer, halfAHead, htmlPage, jsonMessage, rawStream, refuse, refusedUrl, reset, type Step } from './fake-endpoint.ts';

const MINUTE = 60_000;
const LIMIT = 30 * MINUTE;
export const HTML = '<html>gateway</html>';
const errorEvent = (type: string) => rawStream(`event: error\ndata: {"type":"error","error":{"type":"${type}","message":"m"}}\n\n`);
const rejected = (window: string, inSeconds: number) => ({
  [`anthropic-ratelimit-unified-${window}-status`]: 'rejected',
  [`anthropic-ratelimit-unified-${window}-reset`]: String(Date.UTC(2026, 0, 15, 12) / 1_000 + inSeconds),
});
const aDay = 24 * 60 * MINUTE;

export interface Row {
  readonly name: string;
  readonly fault: Step | { readonly url: (path: DataPathFixture) => Promise<string> };
  /** Tries at the failing endpoint in company, rule, rest that follows (`-`: none). */
  readonly company: readonly [tries: number, rule: string, rest: string];
  /** Tries alone, status of the final answer, `received` if it is the endpoint's own or the error type, rest. */
  readonly alone: readonly [tries: number, status: number, body: string, rest: string];
  /** Only streamed requests fail in this way. */
  readonly isStream?: boolean;
  /** `retry-after` of the final answer alone. */
  readonly retryAfter?: string;
}

/** A plain-text server where TLS is expected. */
async function tlsToPlain(path: DataPathFixture): Promise<string> {
  return (await path.fake(reset)).url.replace('http:', 'https:');
}

const TRANSPORT: readonly Row[] = [
  { name: 'connection refused', fault: { url: () => refusedUrl() }, company: [1, 'refused', 'endpoint 30000'], alone: [3, 502, 'api_error', '-'] },
  { name: 'TLS handshake fails', fault: { url: tlsToPlain }, company: [2, 'unreachable', 'endpoint 30000'], alone: [3, 502, 'api_error', '-'] },
  { name: 'reset before any byte', fault: reset, company: [2, 'unreachable', 'endpoint 30000'], alone: [3, 502, 'api_error', '-'] },
  { name: 'half a head, then closed', fault: halfAHead, company: [2, 'unreachable', 'endpoint 30000'], alone: [3, 502, 'api_error', '-'] },
];

const noHttp: Step = ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n');

const serverErrors = [500, 501, 502, 503, 504, 520, 522, 524, 530].map(
  (status): Row => ({
    name: `${status}`,
    fault: refuse(status),
    company: [2, 'server-error', 'endpoint 30000'],
    alone: [3, status, 'received', '-'],
    ...(status === 503 ? { retryAfter: '5' } : {}),
  }),
);

const STATUSES: readonly Row[] = [
  ...serverErrors,
  { name: '502 with a page', fault: refuse(502, { body: HTML }), company: [2, 'server-error', 'endpoint 30000'], alone: [3, 502, 'api_error', '-'] },
  { name: '529', fault: refuse(529), company: [1, 'overloaded', 'endpoint 10000'], alone: [2, 529, 'received', '-'], retryAfter: '5' },
  {
    name: '429, retry-after 30',
    fault: refuse(429, { headers: { 'retry-after': '30' } }),
    company: [1, 'rate-limited', 'endpoint 30000'],
    alone: [1, 429, 'received', 'endpoint 30000'],
    retryAfter: '30',
  },
  {
    name: '429, retry-after 2: short enough to be waited for alone',
    fault: refuse(429, { headers: { 'retry-after': '2' } }),
    company: [1, 'rate-limited', 'endpoint 2000'],
    alone: [3, 429, 'received', 'endpoint 2000'],
    retryAfter: '2',
  },
  {
    name: '429, retry-after-ms 2500 wins over retry-after',
    fault: refuse(429, { headers: { 'retry-after': '9', 'retry-after-ms': '2500' } }),
    company: [1, 'rate-limited', 'endpoint 2500'],
    alone: [1, 429, 'received', 'endpoint 2500'],
    retryAfter: '3',
  },
  {
    name: '429, retry-after as a date',
    fault: refuse(429, { headers: { 'retry-after': 'Thu, 15 Jan 2026 12:01:00 GMT' } }),
    company: [1, 'rate-limited', 'endpoint 60000'],
    alone: [1, 429, 'received', 'endpoint 60000'],
    retryAfter: '60',
  },
  {
    name: '429 that names nothing',
    fault: refuse(429),
    company: [1, 'rate-limited', 'endpoint 5000'],
    alone: [1, 429, 'received', 'endpoint 5000'],
    retryAfter: '5',
  },
  {
    name: '429 with a rejected 5 h window and an allowed weekly one',
    fault: refuse(429, {
      headers: { ...rejected('5h', 3_600), 'anthropic-ratelimit-unified-7d-status': 'allowed', 'anthropic-ratelimit-unified-7d-reset': '9999999999' },
    }),
    company: [1, 'rate-limited', `endpoint ${60 * MINUTE}`],
    alone: [1, 429, 'received', `endpoint ${60 * MINUTE}`],
    retryAfter: '3600',
  },
  {
    name: '429 until far beyond a week: believed for 8 days at most',
    fault: refuse(429, { headers: rejected('7d', 60 * 86_400) }),
    company: [1, 'rate-limited', `endpoint ${8 * aDay}`],
    alone: [1, 429, 'received', `endpoint ${8 * aDay}`],
    retryAfter: '691200',
  },
  { name: '401', fault: refuse(401), company: [1, 'unauthorized', `endpoint ${LIMIT}`], alone: [1, 403, 'permission_error', `endpoint ${LIMIT}`] },
  { name: '402', fault: refuse(402), company: [1, 'forbidden', `endpoint ${LIMIT}`], alone: [1, 402, 'received', `endpoint ${LIMIT}`] },
  { name: '403', fault: refuse(403), company: [1, 'forbidden', `endpoint ${LIMIT}`], alone: [1, 403, 'received', `endpoint ${LIMIT}`] },
  { name: '404 for the model', fault: refuse(404), company: [1, 'model-unknown', `model ${10 * MINUTE}`], alone: [1, 404, 'received', '-'] },
  {
    name: '404 of a web server',
    fault: refuse(404, { body: HTML }),
    company: [1, 'wrong-url', 'endpoint -'],
    alone: [1, 404, 'not_found_error', '-'],
  },
  { name: '405', fault: refuse(405, { body: '' }), company: [1, 'wrong-url', 'endpoint -'], alone: [1, 502, 'api_error', '-'] },
  ...[301, 302, 307, 308].map(
    (status): Row => ({
      name: `${status}, which is never followed`,
      fault: answer(status, { location: 'http://127.0.0.1:9/' }, ''),
      company: [1, 'wrong-url', 'endpoint -'],
      alone: [1, 502, 'api_error', '-'],
    }),
  ),
  ...[408, 409, 425].map(
    (status): Row => ({ name: `${status}`, fault: refuse(status), company: [2, 'momentary', '-'], alone: [3, status, 'received', '-'] }),
  ),
  {
    name: '400 that is about the account',
    fault: refuse(400, { message: 'Your credit balance is too low to access the API.' }),
    company: [1, 'capacity-400', 'endpoint 30000'],
    alone: [1, 402, 'billing_error', '-'],
  },
  {
    name: '400 of a gateway',
    fault: refuse(400, { body: HTML }),
    company: [1, 'gateway-refusal', '-'],
    alone: [1, 400, 'invalid_request_error', '-'],
  },
  { name: '413 of a gateway', fault: refuse(413, { body: HTML }), company: [1, 'gateway-refusal', '-'], alone: [1, 413, 'request_too_large', '-'] },
];

const BAD_ANSWERS: readonly Row[] = [
  { name: 'an answer that is no HTTP', fault: noHttp, company: [1, 'bad-answer', 'endpoint 30000'], alone: [1, 502, 'api_error', '-'] },
  { name: 'a status beyond those of HTTP', fault: answer(799, {}, ''), company: [1, 'unmatched', '-'], alone: [1, 502, 'api_error', '-'] },
  { name: '200 with a web page', fault: htmlPage, company: [1, 'bad-answer', 'endpoint 30000'], alone: [1, 502, 'api_error', '-'] },
  {
    name: '200 with nothing',
    fault: answer(200, { 'content-type': 'application/json' }, ''),
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: '200 that is unreadable',
    fault: answer(200, { 'content-type': 'text/plain' }, 'oops'),
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'an empty stream',
    fault: answer(200, { 'content-type': 'text/event-stream' }, ''),
    isStream: true,
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'a stream that is none',
    fault: rawStream('oops'),
    isStream: true,
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'plain text to a request for a stream',
    fault: answer(200, { 'content-type': 'text/plain' }, 'upstream is busy'),
    isStream: true,
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'JSON to a request for a stream',
    fault: jsonMessage('x'),
    isStream: true,
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'an error event before content',
    fault: errorEvent('api_error'),
    isStream: true,
    company: [1, 'bad-answer', 'endpoint 30000'],
    alone: [1, 502, 'api_error', '-'],
  },
  {
    name: 'an overload as first event',
    fault: errorEvent('overloaded_error'),
    isStream: true,
    company: [1, 'overloaded-event', 'endpoint 10000'],
    alone: [2, 529, 'overloaded_error', '-'],
    retryAfter: '5',
  },
];

export const ROWS = [...TRANSPORT, ...STATUSES, ...BAD_ANSWERS];
