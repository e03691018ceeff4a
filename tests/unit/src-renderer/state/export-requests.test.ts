import { describe, expect, it } from 'vitest';
import { exportFileName, exportRequests } from '../../../../src-renderer/state/export-requests.ts';
import type { ExchangeExportInput } from '../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { adminRig } from '../render-with-admin.tsx';

function rig(texts: readonly string[]) {
  const asked: ExchangeExportInput[] = [];
  const exportPart = async (input: ExchangeExportInput) => {
    asked.push(input);
    const isLast = asked.length >= texts.length;
    return { text: texts[asked.length - 1] ?? '', rows: 2, nextCursor: isLast ? null : `c${asked.length}`, reachedMs: 100 - asked.length };
  };
  const { client } = adminRig({ exchanges: { ...fakeAdminServices().exchanges, exportPart } });
  return { client, asked };
}

const job = { filter: { outcome: 'failures' as const }, format: 'csv' as const, hasBom: false, onProgress: () => undefined };

describe('an export', () => {
  it('is all parts one after the other, with the same filter, and tells how far it got', async () => {
    const { client, asked } = rig(['a\r\n', 'b\r\n', 'c\r\n']);
    const progress: unknown[] = [];
    const file = await exportRequests(client, { ...job, signal: new AbortController().signal, onProgress: (now) => progress.push(now) });
    expect(await file.text()).toBe('a\r\nb\r\nc\r\n');
    expect(file.type).toContain('text/csv');
    expect(asked.map(({ outcome, cursor, rowsBefore }) => [outcome, cursor, rowsBefore])).toEqual([
      ['failures', undefined, 0],
      ['failures', 'c1', 2],
      ['failures', 'c2', 4],
    ]);
    expect(progress).toEqual([
      { rows: 2, reachedMs: 99 },
      { rows: 4, reachedMs: 98 },
      { rows: 6, reachedMs: 97 },
    ]);
  });

  it('begins with a byte order mark where it is asked for, and only in CSV', async () => {
    const { signal } = new AbortController();
    const bytes = async (format: 'csv' | 'json') =>
      new Uint8Array(await (await exportRequests(rig(['x']).client, { ...job, format, hasBom: true, signal })).arrayBuffer());
    expect([...(await bytes('csv'))]).toEqual([0xef, 0xbb, 0xbf, 0x78]);
    expect([...(await bytes('json'))]).toEqual([0x78]);
  });

  it('keeps large parts whole when it puts them away in between', async () => {
    const large = 'é'.repeat(3 * 1_048_576);
    const file = await exportRequests(rig([large, large, 'end']).client, { ...job, signal: new AbortController().signal });
    expect(await file.text()).toBe(`${large}${large}end`);
  });

  it('asks for nothing more once it is given up', async () => {
    const { client, asked } = rig(['a', 'b', 'c', 'd']);
    const controller = new AbortController();
    const stopped = exportRequests(client, { ...job, signal: controller.signal, onProgress: ({ rows }) => rows >= 4 && controller.abort() });
    await expect(stopped).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });

  it('has a file name that says when it was made', () => {
    expect(exportFileName('csv', new Date(2026, 0, 5, 9, 7))).toBe('requests-2026-01-05-0907.csv');
  });
});
