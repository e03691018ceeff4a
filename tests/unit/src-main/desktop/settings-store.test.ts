import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { settingsFile } from '../../../../src-main/configuration/settings-file.ts';
import { settingsStore } from '../../../../src-main/desktop/settings-store.ts';
import { app, resetElectron } from '../../../support/electron-double.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

beforeEach(() => {
  resetElectron();
  app.setPath('userData', '/nowhere');
});

it('reads and writes the same file as the headless host', async () => {
  const path = join(await tempFolder(), 'settings.json');
  const clock = new FakeClock();
  const store = settingsStore(path, clock);
  expect(store.read()).toEqual({ kind: 'absent' });
  store.write({ proxy: { port: 9100 }, unknown: { kept: true } });
  expect(await settingsFile(path, clock).read()).toEqual({ kind: 'read', document: { proxy: { port: 9100 }, unknown: { kept: true } } });
  await settingsFile(path, clock).write({ proxy: { port: 9200 } });
  expect(store.read()).toEqual({ kind: 'read', document: { proxy: { port: 9200 } } });
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('tells a broken file without quoting it, and sets it aside unchanged', async () => {
  const path = join(await tempFolder(), 'settings.json');
  await writeFile(path, '{ "secret": "sk-ant-1", broken');
  const store = settingsStore(path, new FakeClock(Date.UTC(2026, 10, 20, 12)));
  expect(store.read()).toEqual({ kind: 'unreadable', problem: 'is not valid JSON' });
  const kept = await store.setAside();
  expect(kept).toBe(`${path}.broken-2026-11-20T12-00-00.000Z`);
  expect(await readFile(kept, 'utf8')).toBe('{ "secret": "sk-ant-1", broken');
  expect(store.read()).toEqual({ kind: 'absent' });
});

it('says who is in the way when it cannot write', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'file'), '');
  const store = settingsStore(join(folder, 'file', 'settings.json'), new FakeClock());
  expect(() => store.write({})).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_UNWRITABLE' }));
});
