import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../../src-main/audit/audit-reader.ts';
import { AuditWriter } from '../../../../src-main/audit/audit-writer.ts';
import { BodyWriter } from '../../../../src-main/audit/body-writer.ts';
import { DayDatabase, UnusableDay } from '../../../../src-main/audit/day-database.ts';
import { dayOf, ensureFolder, listDays } from '../../../../src-main/audit/day-files.ts';
import { ExchangeWriter } from '../../../../src-main/audit/exchange-writer.ts';
import { expireDays } from '../../../../src-main/audit/expire-days.ts';
import { OpenDays } from '../../../../src-main/audit/open-days.ts';
import { readRemovedUntil } from '../../../../src-main/audit/removed-until.ts';
import { splicedBody } from '../../../../src-main/audit/spliced-body.ts';
import { storedRecordSchema } from '../../../../src-main/audit/stored-record.ts';
import { timeOfId } from '../../../../src-main/audit/time-of-id.ts';
import { MS_PER_DAY } from '../../../../src-shared/units.ts';
import { auditRig, bodyEvent, idOf, NOON_MS } from '../../../support/audit-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

// What these tests are about, one thing made of them all.
void [viewOf, AuditWriter, BodyWriter, ExchangeWriter, expireDays, OpenDays, splicedBody, storedRecordSchema];

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

describe('days', () => {
  it('change at midnight UTC, and an exchange stays with the day on which it began', async () => {
    const rig = await auditRig();
    const midnight = Date.UTC(2026, 10, 21);
    rig.exchange(idOf(midnight - 1, 1), 'a', 'a', { startedAtMs: midnight - 1 });
    rig.exchange(idOf(midnight, 2), 'b', 'b', { startedAtMs: midnight });
    expect(rig.writer.size().days.map(({ day, exchanges }) => [day, exchanges])).toEqual([
      ['2026-11-21', 1],
      ['2026-11-20', 1],
    ]);
    expect(rig.writer.get(idOf(midnight - 1, 1)).kind).toBe('kept');
    rig.writer.close();
  });

  it('go when they are too old, all their files with them, and their exchanges read "expired"', async () => {
    const rig = await auditRig();
    const old = NOON_MS - 14 * MS_PER_DAY;
    rig.exchange(idOf(old), 'a', 'a', { startedAtMs: old });
    rig.exchange(ID, 'b', 'b');
    expect(rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: 1e12 })).toEqual([dayOf(old)]);
    expect(readdirSync(rig.folder).filter((name) => name.startsWith(dayOf(old)))).toEqual([]);
    expect(rig.writer.get(idOf(old))).toEqual({ kind: 'expired' });
    expect(rig.writer.get(ID).kind).toBe('kept');
    expect(rig.writer.get(idOf(NOON_MS, 9))).toEqual({ kind: 'none' });
    rig.writer.close();
    expect(readRemovedUntil(rig.folder)).toBe(Date.UTC(2026, 10, 7));
  });

  it('go oldest first when all together are too large; of the last one the oldest exchanges go', async () => {
    const rig = await auditRig();
    const noise = (seed: number) =>
      Buffer.from(Array.from({ length: 200_000 }, (_, index) => (Math.imul(index + seed, 2_654_435_761) >>> 13) & 0xff));
    for (const [index, ago] of [2, 1, 0, 0, 0].entries()) {
      const startedAtMs = NOON_MS - ago * MS_PER_DAY + index;
      rig.exchange(idOf(startedAtMs, index), noise(index), 'x', { startedAtMs });
    }
    rig.writer.commit(NOON_MS);
    const today = listDays(rig.folder).at(-1)?.sizeBytes ?? 0;
    expect(rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: today })).toEqual(['2026-11-18', '2026-11-19']);
    expect(rig.writer.get(idOf(NOON_MS + 2, 2)).kind).toBe('kept');
    rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: 1 });
    expect(rig.writer.get(idOf(NOON_MS + 2, 2)).kind).toBe('none');
    rig.writer.close();
  });

  it('are all deleted on demand, while one is being read and an exchange runs', async () => {
    const rig = await auditRig();
    rig.exchange(ID, 'a', 'a');
    const running = idOf(NOON_MS, 2);
    rig.tell(
      [{ is: 'begun', id: running, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      bodyEvent(running, 'original', Buffer.from('b')),
    );
    expect(rig.text(ID, 'original')).toBe('a');
    expect(rig.writer.deleteAll(NOON_MS + 1_000)).toEqual({ days: [], sizeBytes: 0 });
    expect(readdirSync(rig.folder)).toEqual(['removed.json']);
    rig.tell([{ is: 'ended', id: running }]);
    expect(rig.writer.get(ID)).toEqual({ kind: 'expired' });
    const later = idOf(NOON_MS + 2_000, 3);
    rig.exchange(later, 'c', 'c', { startedAtMs: NOON_MS + 2_000 });
    expect(rig.text(later, 'original')).toBe('c');
    rig.writer.close();
  });

  it.skipIf(process.platform === 'win32')('are files that only their owner may read', async () => {
    const rig = await auditRig();
    rig.exchange(ID, 'a', 'a');
    rig.writer.commit(NOON_MS);
    expect(statSync(rig.folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(rig.folder)) expect(statSync(join(rig.folder, name)).mode & 0o777).toBe(0o600);
    rig.writer.close();
  });
});

describe('a file that cannot be used', () => {
  it.each([
    [
      'damaged',
      (file: string) => writeFileSync(file, 'this is no database at all, not even a little bit of one'.repeat(100)),
      /is damaged/,
      '.broken-',
    ],
    ['of another program', (file: string) => foreignDatabase(file), /belongs to another program/, '.foreign-'],
  ])('because it is %s is put aside and said, and a new one begun', async (_, spoil, why, ending) => {
    const folder = join(await tempFolder(), 'audit-log');
    ensureFolder(folder);
    spoil(join(folder, '2026-11-20.db'));
    const rig = await auditRig({ folder });
    rig.exchange(ID, 'a', 'a');
    expect(rig.text(ID, 'original')).toBe('a');
    expect(rig.said).toContainEqual({ kind: 'notice', message: expect.stringMatching(why) });
    expect(readdirSync(folder).some((name) => name.startsWith(`2026-11-20.db${ending}`))).toBe(true);
    rig.writer.close();
  });

  it('is not opened as a day', async () => {
    const file = join(await tempFolder(), 'x.db');
    foreignDatabase(file);
    expect(() => new DayDatabase(file, '2026-11-20')).toThrow(UnusableDay);
  });

  it('as when the disk is full stops the audit with a sentence, gives the room back, and it begins again a minute later', async () => {
    const parent = await tempFolder();
    const folder = join(parent, 'audit-log');
    writeFileSync(folder, 'a file where the folder should be');
    const rig = await auditRig({ folder });
    const body = Buffer.from('some bytes');
    rig.tell([{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }], bodyEvent(ID, 'original', body));
    expect(rig.said).toContainEqual({ kind: 'fault', fault: expect.stringContaining('cannot be written') });
    expect(rig.said).toContainEqual({ kind: 'done', bytes: body.length });
    rig.exchange(idOf(NOON_MS, 2), 'a', 'a');
    expect(rig.said.filter((message) => message.kind === 'fault')).toHaveLength(1);
    rig.writer.write({ nowMs: NOON_MS + 60_000, maxSizeBytes: 1e12, bytes: new Uint8Array(0), events: [] });
    expect(rig.said).toContainEqual({ kind: 'fault', fault: null });
    expect(existsSync(folder)).toBe(true);
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

function foreignDatabase(file: string): void {
  const database = new BetterSqlite(file);
  database.exec('CREATE TABLE theirs (a); PRAGMA application_id = 7');
  database.close();
}
