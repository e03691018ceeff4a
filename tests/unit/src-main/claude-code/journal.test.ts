import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations as files } from '../../../../src-main/claude-code/file-operations.ts';
import {
  fileDigest,
  type Journal,
  readJournal,
  removeJournal,
  setJournalAside,
  valueDigest,
  writeJournal,
} from '../../../../src-main/claude-code/journal.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const JOURNAL: Journal = {
  version: 1,
  target: '/u/.claude/settings.json',
  owner: { instanceId: 'i', pid: 7, baseUrl: 'http://127.0.0.1:9000' },
  writtenAtMs: 5,
  original: null,
  createdFolders: ['/u/.claude'],
  replaceable: ['x'],
  temporaryFile: '/u/.claude/.t',
  keys: [
    { key: 'A', before: { odd: [1, null] }, written: ['d'] },
    { key: 'B', before: null, written: ['d'] },
    { key: 'C', written: ['d'] },
  ],
};

describe('the journal', () => {
  it('comes back as it was written, private, without anything beside it', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'j.json');
    await writeJournal(files, path, JOURNAL);
    expect(await readJournal(files, path)).toEqual({ kind: 'found', journal: JOURNAL });
    expect([(await stat(path)).mode & 0o777, await readdir(folder)]).toEqual([0o600, ['j.json']]);
    await removeJournal(files, path);
    await removeJournal(files, path);
    expect([await readJournal(files, path), await readdir(folder)]).toEqual([{ kind: 'none' }, []]);
  });

  it.each(['', '{', '[]', '{"version":1}', JSON.stringify({ ...JOURNAL, version: 2 }), JSON.stringify({ ...JOURNAL, keys: [{ key: 1 }] })])(
    'of the content %.30j is unreadable and can be set aside',
    async (content) => {
      const path = join(await tempFolder(), 'j.json');
      await writeFile(path, content);
      expect(await readJournal(files, path)).toEqual({ kind: 'unreadable' });
      const kept = await setJournalAside(files, path, Date.UTC(2026, 0, 2));
      expect([kept, await readFile(kept, 'utf8')]).toEqual([`${path}.broken-2026-01-02T00-00-00.000Z`, content]);
    },
  );

  it('tells absent from empty, and text from a number', () => {
    expect(new Set([fileDigest(null), fileDigest(Buffer.alloc(0)), fileDigest(Buffer.from('a'))]).size).toBe(3);
    expect(new Set([undefined, null, '', '1', 1].map(valueDigest)).size).toBe(5);
  });
});
