import { describe, expect, it } from 'vitest';
import { harLog, harSchema } from '../../../../src-shared/request-export/har-log.ts';
import { readStoredBodies } from '../../../../src-shared/request-export/stored-bodies.ts';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import {
  auditBody,
  ERROR_BODY,
  REQUEST_BODY,
  SENT_BODY,
  STREAM_BODY,
  sampleAudit,
  sampleAuditedExchange,
  sampleAuditText,
} from '../../../support/sample-audit.ts';

async function write(record: AuditRecord = sampleAudit(), exchange = sampleAuditedExchange()) {
  const bodies = await readStoredBodies(async (input) => sampleAuditText({ ...input, limit: 50 }), record);
  return harSchema.parse(harLog({ exchange, record, bodies, version: '1.2.3', proxyUrl: 'http://127.0.0.1:9000' })).log;
}

describe('harLog', () => {
  it('writes the client’s exchange and each attempt as an entry, with whole bodies', async () => {
    const { entries, creator } = await write();
    expect(creator).toEqual({ name: 'Code Proxy', version: '1.2.3' });
    expect(entries.map(({ comment, request, response }) => [comment, request.url, response.status])).toEqual([
      ['client and Code Proxy', 'http://127.0.0.1:9000/v1/messages?beta=true', 200],
      ['attempt 1 at First', 'https://first.example/v1/messages?beta=true', 529],
      ['attempt 2 at Second', 'https://second.example/v1/messages?beta=true', 200],
    ]);
    expect(entries.map(({ request }) => request.postData?.text)).toEqual([REQUEST_BODY, REQUEST_BODY, SENT_BODY]);
    expect(entries.map(({ response }) => response.content.text)).toEqual([STREAM_BODY, ERROR_BODY, STREAM_BODY]);
    expect(entries[0]?.request.queryString).toEqual([{ name: 'beta', value: 'true' }]);
    expect(entries[1]).toMatchObject({ _attempt: { verdict: 'try-next', ruleId: 'overloaded', restMs: 60_000 } });
  });

  it('splits the time of an attempt into waiting and receiving', async () => {
    const { entries } = await write();
    expect(entries[2]).toMatchObject({ startedDateTime: '2026-11-20T12:00:01.310Z', time: 2_680, timings: { send: 0, wait: 580, receive: 2_100 } });
  });

  it('says of a body that it is not all there', async () => {
    const cut = auditBody(REQUEST_BODY, 'application/json', { kept: 'cut', bytes: 9_000_000 });
    const gone = auditBody('', 'text/event-stream', { kept: 'dropped', bytes: 10 });
    const sample = sampleAudit();
    const { entries } = await write({ ...sample, original: { ...sample.original, body: cut }, delivered: { status: 200, headers: [], body: gone } });
    expect(entries[0]?.request).toMatchObject({ bodySize: 9_000_000, postData: { comment: 'only the beginning was kept' } });
    expect(entries[0]?.response.content).toEqual({ size: 0, mimeType: 'text/event-stream', comment: 'not kept: too much was under way at once' });
  });

  it('writes an attempt without an answer, and an exchange that is not over', async () => {
    const sample = sampleAudit();
    const attempts = sample.attempts.map((attempt) => ({ ...attempt, upstream: null }));
    const exchange = sampleAuditedExchange({ attempts: [], endedAtMs: null, firstByteAtMs: null });
    const { entries } = await write({ ...sample, attempts, delivered: null }, exchange);
    expect(entries.map(({ response, time }) => [response.status, response.bodySize, time])).toEqual([
      [0, -1, 0],
      [0, -1, 0],
      [0, -1, 0],
    ]);
  });
});
