/**
 * Writes a stored exchange as a HAR 1.2 log: first what the client and Code Proxy said to each other, then each attempt. What
 * HAR has no field for stands in fields that begin with an underscore, as the format asks.
 */
import { z } from 'zod';
import type { AuditBody, AuditHeaders, AuditRecord } from '../schemas/audit.ts';
import type { Attempt, ExchangeDetail } from '../schemas/exchange.ts';
import { bodyKey, type StoredBodies } from './stored-bodies.ts';

type AuditRequest = AuditRecord['original'];
type AuditAnswer = NonNullable<AuditRecord['delivered']>;

const pairSchema = z.object({ name: z.string(), value: z.string() });
const cookieSchema = pairSchema.loose();
const timeMs = z.number().min(-1);
const entrySchema = z.looseObject({
  startedDateTime: z.iso.datetime(),
  time: z.number().nonnegative(),
  request: z.object({
    method: z.string(),
    url: z.url(),
    httpVersion: z.string(),
    cookies: z.array(cookieSchema),
    headers: z.array(pairSchema),
    queryString: z.array(pairSchema),
    postData: z.object({ mimeType: z.string(), text: z.string(), comment: z.string().optional() }).optional(),
    headersSize: z.int().min(-1),
    bodySize: z.int().min(-1),
  }),
  response: z.object({
    status: z.int(),
    statusText: z.string(),
    httpVersion: z.string(),
    cookies: z.array(cookieSchema),
    headers: z.array(pairSchema),
    content: z.object({ size: z.int(), mimeType: z.string(), text: z.string().optional(), comment: z.string().optional() }),
    redirectURL: z.string(),
    headersSize: z.int().min(-1),
    bodySize: z.int().min(-1),
  }),
  cache: z.object({}),
  timings: z.object({ blocked: timeMs, dns: timeMs, connect: timeMs, send: timeMs, wait: timeMs, receive: timeMs, ssl: timeMs }),
  comment: z.string(),
});
type HarEntry = z.infer<typeof entrySchema>;

/** The fields of HAR 1.2 that are written here. */
export const harSchema = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.string(), version: z.string() }),
    entries: z.array(entrySchema),
    comment: z.string(),
  }),
});
export type Har = z.infer<typeof harSchema>;

export interface HarInput {
  readonly exchange: ExchangeDetail;
  readonly record: AuditRecord;
  readonly bodies: StoredBodies;
  /** Of Code Proxy. */
  readonly version: string;
  /** Where the client sent the request, without a path. */
  readonly proxyUrl: string;
}

const UNKNOWN_SIZE = -1;
const HTTP = 'HTTP/1.1';

export function harLog({ exchange, record, bodies, version, proxyUrl }: HarInput): Har {
  const { original, delivered } = record;
  const client = entry({
    times: exchange,
    request: { ...original, target: new URL(original.target, proxyUrl).href },
    requestText: bodies.get(bodyKey('original', null)),
    answer: delivered,
    answerText: bodies.get(bodyKey('delivered', null)),
    comment: 'client and Code Proxy',
  });
  const { id, outcome, usage, costMicroUsd } = exchange;
  const attempts = record.attempts.map(({ number, forwarded, upstream }) => {
    const attempt = exchange.attempts.find((one) => one.number === number);
    return {
      ...entry({
        times: attempt ?? exchange,
        request: forwarded,
        requestText: bodies.get(bodyKey('forwarded', number)),
        answer: upstream,
        answerText: bodies.get(bodyKey('upstream', number)),
        comment: `attempt ${number}${attempt === undefined ? '' : ` at ${attempt.endpoint}`}`,
      }),
      ...(attempt === undefined ? {} : { _attempt: factsOf(attempt) }),
    };
  });
  return {
    log: {
      version: '1.2',
      creator: { name: 'Code Proxy', version },
      entries: [{ ...client, _exchange: { id, outcome, usage, costMicroUsd } }, ...attempts],
      comment: 'Credentials were taken out before anything was stored.',
    },
  };
}

function factsOf({ number, endpoint, sentModel, verdict, ruleId, reason, restMs, usage, costMicroUsd }: Attempt) {
  return { number, endpoint, sentModel, verdict, ruleId, reason, restMs, usage, costMicroUsd };
}

interface EntryInput {
  readonly times: { readonly startedAtMs: number; readonly firstByteAtMs: number | null; readonly endedAtMs: number | null };
  readonly request: AuditRequest;
  readonly requestText: string | undefined;
  readonly answer: AuditAnswer | null;
  readonly answerText: string | undefined;
  readonly comment: string;
}

function entry({ times, request, requestText, answer, answerText, comment }: EntryInput): HarEntry {
  const { startedAtMs, firstByteAtMs, endedAtMs } = times;
  const endMs = endedAtMs ?? firstByteAtMs ?? startedAtMs;
  const waitedMs = (firstByteAtMs ?? endMs) - startedAtMs;
  const timings = {
    blocked: -1,
    dns: -1,
    connect: -1,
    send: 0,
    wait: Math.max(0, waitedMs),
    receive: Math.max(0, endMs - startedAtMs - waitedMs),
    ssl: -1,
  };
  return {
    startedDateTime: new Date(startedAtMs).toISOString(),
    time: timings.send + timings.wait + timings.receive,
    request: requestOf(request, requestText),
    response: responseOf(answer, answerText),
    cache: {},
    timings,
    comment,
  };
}

function requestOf({ method, target, headers, body }: AuditRequest, text: string | undefined): HarEntry['request'] {
  const note = noteOf(body);
  return {
    method,
    url: target,
    httpVersion: HTTP,
    cookies: [],
    headers: pairs(headers),
    queryString: [...(URL.parse(target)?.searchParams ?? [])].map(([name, value]) => ({ name, value })),
    ...(body === null ? {} : { postData: { mimeType: body.contentType ?? '', text: text ?? '', ...(note === null ? {} : { comment: note }) } }),
    headersSize: UNKNOWN_SIZE,
    bodySize: body?.bytes ?? 0,
  };
}

/** Without an answer the status is 0, as browsers write it. */
function responseOf(answer: AuditAnswer | null, text: string | undefined): HarEntry['response'] {
  const body = answer?.body ?? null;
  const note = noteOf(body);
  return {
    status: answer?.status ?? 0,
    statusText: '',
    httpVersion: HTTP,
    cookies: [],
    headers: pairs(answer?.headers ?? []),
    content: {
      size: body?.textBytes ?? 0,
      mimeType: body?.contentType ?? '',
      ...(text === undefined ? {} : { text }),
      ...(note === null ? {} : { comment: note }),
    },
    redirectURL: answer?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '',
    headersSize: UNKNOWN_SIZE,
    bodySize: body?.bytes ?? (answer === null ? UNKNOWN_SIZE : 0),
  };
}

/** Why a text is not all there was; null when it is. */
function noteOf(body: AuditBody | null): string | null {
  switch (body?.kept) {
    case 'cut':
      return 'only the beginning was kept';
    case 'unread':
      return 'not read to its end: the request was refused, or broke off';
    case 'dropped':
      return 'not kept: too much was under way at once';
    case 'unreadable':
      return 'not readable: its compression cannot be undone';
    default:
      return null;
  }
}

function pairs(headers: AuditHeaders): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}
