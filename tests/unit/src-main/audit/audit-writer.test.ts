import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../../src-main/audit/audit-reader.ts';
import { AuditWriter } from '../../../../src-main/audit/audit-writer.ts';
import { BodyWriter } from '../../../../src-main/audit/body-writer.ts';
import { ExchangeWriter } from '../../../../src-main/audit/exchange-writer.ts';
import { splicedBody } from '../../../../src-main/audit/spliced-body.ts';
import { storedRecordSchema } from '../../../../src-main/audit/stored-record.ts';
import { timeOfId } from '../../../../src-main/audit/time-of-id.ts';
import { auditRig, bodyEvent, idOf, NOON_MS } from '../../../support/audit-rig.ts';

// What these tests are about, one thing made of them all.
void [viewOf, AuditWriter, BodyWriter, ExchangeWriter, splicedBody, storedRecordSchema];

const SECRET = 'sk-secret-0123456789';
const ID = idOf(NOON_MS);

describe('what is kept of an exchange', () => {
  it('is there with all four messages, and a body that equals another one takes no room', async () => {
    const rig = await auditRig();
    const request = '{"model":"opus","text":"größe"}';
    rig.exchange(ID, request, 'an answer', { answerHeaders: ['content-type', 'text/plain'] });
    const view = rig.writer.get(ID);
    expect(view).toMatchObject({
      kind: 'kept',
      record: { exchangeId: ID, original: { method: 'POST', target: '/v1/messages' }, delivered: { status: 200 } },
    });
    for (const part of ['original', 'forwarded'] as const) expect(rig.text(ID, part, 1)).toBe(request);
    for (const part of ['upstream', 'delivered'] as const) expect(rig.text(ID, part, 1)).toBe('an answer');
    rig.writer.commit(NOON_MS);
    expect(segmentsIn(rig.folder)).toBe(2);
    rig.writer.close();
  });

  it('is a splice of the original where another model name was sent, also when a credential before it was taken out', async () => {
    const rig = await auditRig({ literals: [SECRET] });
    const original = Buffer.from(`{"key":"${SECRET}","model":"opus","rest":"${SECRET}"}`);
    const at = original.indexOf('opus');
    const own = Buffer.from('glm-5');
    rig.tell(
      [{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/v1/messages', headers: [] }],
      bodyEvent(ID, 'original', original),
      [
        {
          is: 'forwarded',
          id: ID,
          method: 'POST',
          target: 'http://e/',
          headers: [],
          splice: [
            { from: 0, to: at },
            { before: 4, bytes: own.length, behind: 3 },
            { from: at + 4, to: original.length },
          ],
        },
        Buffer.concat([original.subarray(at - 4, at), own, original.subarray(at + 4, at + 7)]),
      ],
      [{ is: 'ended', id: ID }],
    );
    expect(rig.text(ID, 'forwarded', 1)).toBe('{"key":"[redacted]","model":"glm-5","rest":"[redacted]"}');
    const view = rig.writer.get(ID);
    expect(view.kind === 'kept' && view.record.attempts[0]?.forwarded.body?.bytes).toBe(original.length + 1);
    rig.writer.commit(NOON_MS);
    expect(segmentsIn(rig.folder)).toBe(1);
    rig.writer.close();
  });

  it('has no credential that only together with the spliced bytes becomes one', async () => {
    const rig = await auditRig({ literals: [SECRET] });
    const original = Buffer.from(`{"model":"opus"}`);
    rig.tell(
      [{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      bodyEvent(ID, 'original', original),
      [
        {
          is: 'forwarded',
          id: ID,
          method: 'POST',
          target: 'http://e/',
          headers: [],
          splice: [
            { from: 0, to: 10 },
            { before: 2, bytes: SECRET.length, behind: 2 },
          ],
        },
        Buffer.from(`:"${SECRET}"}`),
      ],
      [{ is: 'ended', id: ID }],
    );
    expect(rig.text(ID, 'forwarded', 1)).toBe('{"model":"[redacted]');
    rig.writer.close();
  });

  it('is readable where it was compressed, and said not to be where that cannot be undone', async () => {
    const rig = await auditRig({ literals: [SECRET] });
    rig.exchange(ID, 'x', gzipSync(`{"echo":"${SECRET}"}`), { answerHeaders: ['Content-Encoding', 'gzip'] });
    expect(rig.text(ID, 'upstream', 1)).toBe('{"echo":"[redacted]"}');
    const other = idOf(NOON_MS, 2);
    rig.exchange(other, 'x', 'no gzip at all', { answerHeaders: ['Content-Encoding', 'gzip'] });
    const view = rig.writer.get(other);
    expect(view.kind === 'kept' && view.record.delivered?.body).toMatchObject({ kept: 'unreadable', textBytes: 0 });
    rig.writer.close();
  });

  it('says what was cut and what was dropped, and counts all bytes', async () => {
    const rig = await auditRig();
    rig.tell(
      [{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      [{ is: 'body', id: ID, part: 'original', bytes: 5, missing: 7, why: 'cut' }, Buffer.from('begin')],
      [{ is: 'forwarded', id: ID, method: 'POST', target: 'http://e/', headers: [], splice: null }],
      [{ is: 'answered', id: ID, status: 200, headers: [] }],
      [{ is: 'body', id: ID, part: 'upstream', bytes: 0, missing: 9, why: 'dropped' }],
      [{ is: 'ended', id: ID }],
    );
    expect(rig.writer.get(ID)).toMatchObject({
      record: {
        original: { body: { bytes: 12, kept: 'cut', textBytes: 5 } },
        attempts: [{ forwarded: { body: null }, upstream: { body: { bytes: 9, kept: 'dropped' } } }],
        delivered: null,
      },
    });
    rig.writer.close();
  });

  it.each([
    ['of which something came', [bodyEvent(ID, 'original', Buffer.from('begin'))], { bytes: 5, kept: 'unread', textBytes: 5 }],
    ['of which nothing came', [], { bytes: 0, kept: 'unread', textBytes: 0 }],
    [
      'that was cut before',
      [[{ is: 'body', id: ID, part: 'original', bytes: 5, missing: 7, why: 'cut' }, Buffer.from('begin')]],
      { bytes: 12, kept: 'cut', textBytes: 5 },
    ],
  ] as const)('says of a body %s that it was not read to its end, compressed or not', async (_, came, body) => {
    for (const headers of [[], ['Content-Encoding', 'gzip']]) {
      const rig = await auditRig();
      rig.tell(
        [{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers }],
        ...came,
        [{ is: 'unread', id: ID }],
        [{ is: 'ended', id: ID }],
      );
      const isReadable = headers.length === 0 || body.bytes === 0;
      expect(rig.writer.get(ID)).toMatchObject({ record: { original: { body: isReadable ? body : { kept: 'unreadable', textBytes: 0 } } } });
      rig.writer.close();
    }
  });

  it('holds what the client got: our own bytes, the endpoint’s as far as they went, and an error at the end', async () => {
    const rig = await auditRig();
    rig.tell(
      [{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      [{ is: 'delivered', id: ID, status: 200, headers: ['content-type', 'text/event-stream'] }],
      bodyEvent(ID, 'delivered', Buffer.from('ping|')),
      [{ is: 'forwarded', id: ID, method: 'POST', target: 'http://e/', headers: [], splice: null }],
      [{ is: 'answered', id: ID, status: 200, headers: [] }],
      bodyEvent(ID, 'upstream', Buffer.from('0123456789')),
      [{ is: 'relayed', id: ID, bytes: 4 }],
      bodyEvent(ID, 'delivered', Buffer.from('|error')),
      [{ is: 'ended', id: ID }],
    );
    expect(rig.text(ID, 'delivered')).toBe('ping|0123|error');
    expect(rig.text(ID, 'upstream', 1)).toBe('0123456789');
    rig.writer.close();
  });

  it('is pending while it runs', async () => {
    const rig = await auditRig();
    rig.tell([{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }]);
    expect(rig.writer.get(ID)).toEqual({ kind: 'pending' });
    rig.writer.close();
  });
});

describe('a body as text', () => {
  const text = `${'ü尺😀-'.repeat(60_000)}Needle${'x'.repeat(100)}needle`;

  it('comes in parts that are cut between characters', async () => {
    const rig = await auditRig();
    rig.exchange(ID, text, '');
    let read = '';
    let parts = 0;
    for (let offset: number | null = 0; offset !== null; parts += 1) {
      const part = rig.writer.text({ exchangeId: ID, part: 'original', attempt: null, offset, limit: 100_003 });
      expect(part.textBytes).toBe(Buffer.byteLength(text));
      read += part.text;
      offset = part.nextOffset;
    }
    expect(read).toBe(text);
    expect(parts).toBe(7);
    rig.writer.close();
  });

  it('is searched in any case, with offsets that can be jumped to', async () => {
    const rig = await auditRig();
    rig.exchange(ID, text, '');
    const { offsets, isMore } = rig.writer.find({ exchangeId: ID, part: 'original', attempt: null, text: 'NEEDLE' });
    expect(offsets).toHaveLength(2);
    expect(isMore).toBe(false);
    for (const offset of offsets)
      expect(rig.writer.text({ exchangeId: ID, part: 'original', attempt: null, offset, limit: 6 }).text.toLowerCase()).toBe('needle');
    expect(rig.writer.find({ exchangeId: ID, part: 'original', attempt: null, text: '.' }).offsets).toEqual([]);
    expect(rig.writer.find({ exchangeId: ID, part: 'original', attempt: null, text: '-' })).toMatchObject({ isMore: true });
    rig.writer.close();
  });

  it('is empty where there is none', async () => {
    const rig = await auditRig();
    expect(rig.writer.text({ exchangeId: ID, part: 'upstream', attempt: 3, offset: 0, limit: 10 })).toMatchObject({ text: '', nextOffset: null });
    rig.writer.close();
  });
});

it('gives back the room of every byte that it was sent', async () => {
  const rig = await auditRig({ literals: [SECRET] });
  rig.exchange(ID, 'x'.repeat(300_000), 'y'.repeat(100_000));
  const done = rig.said.reduce((sum, message) => sum + (message.kind === 'done' ? message.bytes : 0), 0);
  expect(done).toBe(400_000);
  rig.writer.close();
});

it('stores no body that a pattern took too long to search', async () => {
  const rig = await auditRig({ patterns: ['(a+)+$'] });
  rig.exchange(ID, `${'a'.repeat(50)}!`, 'x');
  expect(rig.writer.get(ID)).toMatchObject({ record: { original: { body: { kept: 'dropped', textBytes: 0 } } } });
  expect(rig.said).toContainEqual({ kind: 'notice', message: expect.stringContaining('takes too long') });
  rig.writer.close();
});

it('reads the time of an exchange in its id', () => {
  expect(timeOfId(ID)).toBe(NOON_MS);
  expect(timeOfId('exchange-1')).toBeNull();
});

function segmentsIn(folder: string): number {
  const database = new BetterSqlite(join(folder, '2026-11-20.db'), { readonly: true });
  const count = database.prepare('SELECT count(*) FROM segments').pluck().get();
  database.close();
  return Number(count);
}
