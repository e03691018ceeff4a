import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeExport } from '../../../../src-main/cli/request-export.ts';
import { createLocalCaller } from '../../../../src-main/local-caller.ts';
import type { ExchangeExportInput } from '../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { testSession } from '../../../support/cli-run.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

function rig(parts: readonly string[]) {
  let asked = 0;
  const exportPart = async (_: ExchangeExportInput) => {
    asked += 1;
    return { text: parts[asked - 1] ?? '', rows: 1, nextCursor: asked < parts.length ? 'next' : null, reachedMs: null };
  };
  const services = fakeAdminServices({ exchanges: { ...fakeAdminServices().exchanges, exportPart } });
  const { session, printed } = testSession({ services });
  return { caller: createLocalCaller(services), io: session.io, printed };
}

const options = { filter: {}, format: 'csv' as const, file: null, hasBom: false };

describe('an export on the command line', () => {
  it('goes to standard output as it is, and counts', async () => {
    const { caller, io, printed } = rig(['a\r\n', 'é\r\n']);
    expect(await writeExport(caller, options, io)).toBe(2);
    expect([printed.out, printed.err]).toEqual(['a\r\né\r\n', '']);
  });

  it('replaces a file that is there, in UTF-8', async () => {
    const file = join(await useTempFolder(), 'out.csv');
    await writeExport(rig(['long text that was there before\r\n']).caller, { ...options, file }, rig([]).io);
    await writeExport(rig(['é']).caller, { ...options, file, hasBom: true }, rig([]).io);
    expect([...(await readFile(file))]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xa9]);
  });

  it('says which file cannot be written, and refuses a byte order mark in JSON', async () => {
    const folder = join(await useTempFolder(), 'folder');
    await mkdir(folder);
    const { caller, io } = rig(['a']);
    await expect(writeExport(caller, { ...options, file: folder }, io)).rejects.toThrow(/folder cannot be written/);
    await expect(writeExport(caller, { ...options, format: 'json', hasBom: true }, io)).rejects.toThrow('--bom is for --export csv');
  });
});
