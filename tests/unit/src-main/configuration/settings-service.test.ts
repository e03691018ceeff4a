import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SettingsService as AdminSettingsService } from '../../../../src-main/admin/ports.ts';
import type { SettingsStore } from '../../../../src-main/configuration/ports.ts';
import { settingsFile } from '../../../../src-main/configuration/settings-file.ts';
import { SettingsService, type SettingsServiceOptions } from '../../../../src-main/configuration/settings-service.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function started(text: string | null, options: Partial<SettingsServiceOptions> = {}) {
  const folder = await tempFolder();
  const file = join(folder, 'settings.json');
  if (text !== null) await writeFile(file, text);
  const clock = new FakeClock(Date.UTC(2026, 0, 15, 12, 30, 5));
  const logger = new CaptureLogger();
  const service = new SettingsService({ store: settingsFile(file, clock), clock, logger, ...options });
  await service.start();
  const stored = async () => JSON.parse(await readFile(file, 'utf8'));
  return { service, file, folder, clock, logger, stored };
}

/** Counts writes and can be told to fail. */
class MemorySettingsStore implements SettingsStore {
  readonly written: unknown[] = [];
  error: Error | null = null;
  onWrite: () => void = () => undefined;

  async read() {
    return { kind: 'absent' } as const;
  }

  async setAside(): Promise<string> {
    return 'elsewhere';
  }

  async write(document: unknown): Promise<void> {
    this.onWrite();
    if (this.error !== null) throw this.error;
    this.written.push(document);
  }
}

describe('SettingsService', () => {
  it('is what the admin router asks for, and starts with the defaults where there is no file', async () => {
    const { service, folder } = await started(null);
    const admin: AdminSettingsService = service;
    expect(admin.get()).toEqual({ settings: DEFAULT_SETTINGS, needsRestart: [], overridden: [] });
    expect([service.isBroken, service.warnings()]).toEqual([false, []]);
    await service.stop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stores only what was changed, keeps keys it does not know, and reads it back', async () => {
    const { service, file, stored } = await started('{"future":{"a":1},"proxy":{"port":9100,"later":true}}');
    expect(service.current().proxy.port).toBe(9_100);
    await service.change([{ path: 'ui.theme', value: 'dark' }]);
    await service.stop();
    expect(await stored()).toEqual({ future: { a: 1 }, proxy: { port: 9_100, later: true }, ui: { theme: 'dark' } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = new SettingsService({ store: settingsFile(file, new FakeClock()), clock: new FakeClock(), logger: new CaptureLogger() });
    await again.start();
    expect([again.current().ui.theme, again.current().proxy.port]).toEqual(['dark', 9_100]);
  });

  it('reads a file with a byte order mark', async () => {
    const { service } = await started('\uFEFF{"proxy":{"port":9100}}');
    expect([service.isBroken, service.current().proxy.port]).toEqual([false, 9_100]);
  });

  it.each([
    ['proxy.port', 70_000, 'must be 0 to 65535'],
    ['proxy.port', 'abc', 'number'],
    ['proxy.port', 1.5, 'whole number'],
    ['proxy.restLimitMs', 1_000, 'at least 30 s'],
    ['proxy.outboundProxy', 'ftp://x', 'http(s) URL'],
    ['ui.theme', 'blue', 'light'],
    ['proxy.host', null, 'string'],
    ['proxy.prot', 1, 'Known: proxy.port'],
    ['constructor.name', 'x', 'Known: proxy.port'],
  ])('refuses %s = %j all or nothing, naming the field and what is allowed', async (path, value, text) => {
    const { service } = await started(null);
    const heard: unknown[] = [];
    service.onChange((...args) => heard.push(args));
    const changing = service.change([
      { path: 'ui.theme', value: 'dark' },
      { path, value },
    ]);
    await expect(changing).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      field: path,
      message: expect.stringContaining(text),
      repair: 'open-settings',
    });
    expect([service.current(), heard]).toEqual([DEFAULT_SETTINGS, []]);
  });

  it('tells listeners the settings before and after, once per change that matters', async () => {
    const { service } = await started(null);
    const heard: [number, number][] = [];
    const stop = service.onChange((before, after) => heard.push([before.proxy.maxRetries, after.proxy.maxRetries]));
    await service.change([{ path: 'proxy.maxRetries', value: 7 }]);
    await service.change([{ path: 'proxy.maxRetries', value: 7 }]);
    await Promise.all([service.change([{ path: 'proxy.maxRetries', value: 8 }]), service.change([{ path: 'proxy.maxRetries', value: 9 }])]);
    stop();
    await service.change([{ path: 'proxy.maxRetries', value: 1 }]);
    expect(heard).toEqual([
      [5, 7],
      [7, 8],
      [8, 9],
    ]);
  });

  it('says which settings wait for a restart until the listener is started again', async () => {
    const { service } = await started(null);
    const view = await service.change([
      { path: 'proxy.port', value: 9_100 },
      { path: 'admin.port', value: 9_101 },
      { path: 'ui.theme', value: 'dark' },
    ]);
    expect(view.needsRestart).toEqual(['proxy.port', 'admin.port']);
    service.noteStarted('proxy');
    expect(service.get().needsRestart).toEqual(['admin.port']);
    await service.change([{ path: 'admin.port', value: 9_001 }]);
    expect(service.get().needsRestart).toEqual([]);
  });

  it('lets command-line options win without storing them', async () => {
    const { service, stored } = await started('{"proxy":{"port":9100}}', { overrides: [{ path: 'proxy.port', value: 0 }] });
    expect([service.current().proxy.port, service.get().overridden]).toEqual([0, ['proxy.port']]);
    await service.change([
      { path: 'proxy.port', value: 9_200 },
      { path: 'proxy.maxRetries', value: 2 },
    ]);
    await service.stop();
    expect(service.current().proxy).toMatchObject({ port: 0, maxRetries: 2 });
    expect(await stored()).toEqual({ proxy: { port: 9_200, maxRetries: 2 } });
  });

  it('refuses a faulty command-line option at the start', async () => {
    await expect(started(null, { overrides: [{ path: 'proxy.port', value: -1 }] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      field: 'proxy.port',
    });
  });

  it.each([
    ['text that is not JSON', '{"proxy": {"port": 90', 'is not valid JSON'],
    ['an empty file', '', 'is not valid JSON'],
    ['a list', '[1]', 'is not a JSON object'],
    ['a value out of range', '{"proxy":{"port":123456}}', 'proxy.port'],
    ['a section of the wrong kind', '{"proxy":"x"}', 'proxy'],
  ])('keeps a file with %s, says so, uses the defaults and is broken', async (_what, text, said) => {
    const { service, folder, file, logger } = await started(text);
    expect([service.isBroken, service.current()]).toEqual([true, DEFAULT_SETTINGS]);
    const kept = `${file}.broken-2026-01-15T12-30-05.000Z`;
    expect(await readFile(kept, 'utf8')).toBe(text);
    expect(service.warnings()).toEqual([expect.stringContaining(said)]);
    expect(service.warnings()[0]).toContain(kept);
    expect(logger.messages('warn')).toHaveLength(1);
    await service.change([{ path: 'ui.theme', value: 'dark' }]);
    await service.stop();
    expect((await readdir(folder)).sort()).toEqual(['settings.json', 'settings.json.broken-2026-01-15T12-30-05.000Z']);
  });

  it('says what is in the way when the settings are a folder', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'settings.json');
    await mkdir(file);
    const service = new SettingsService({ store: settingsFile(file, new FakeClock()), clock: new FakeClock(), logger: new CaptureLogger() });
    await expect(service.start()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', message: expect.stringContaining(file) });
  });

  it('writes once for changes of the same moment, soon, and what is left at the stop', async () => {
    const store = new MemorySettingsStore();
    const { service, clock } = await started(null, { store });
    await service.change([{ path: 'proxy.maxRetries', value: 1 }]);
    await service.change([{ path: 'proxy.maxRetries', value: 2 }]);
    expect(store.written).toEqual([]);
    const written = Promise.withResolvers<void>();
    store.onWrite = written.resolve;
    clock.advance(300);
    await written.promise;
    expect(store.written).toEqual([{ proxy: { maxRetries: 2 } }]);
    await service.change([{ path: 'proxy.maxRetries', value: 3 }]);
    await service.stop();
    await service.stop();
    expect([store.written.length, clock.pendingTimers]).toEqual([2, 0]);
  });

  it('keeps a change that could not be written, says so, and writes it at the next change', async () => {
    const store = new MemorySettingsStore();
    const { service, clock, logger } = await started(null, { store });
    store.error = new AppError('DATA_FOLDER_UNWRITABLE', 'Cannot write settings.');
    await service.change([{ path: 'proxy.maxRetries', value: 1 }]);
    await expect(service.stop()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
    expect([service.current().proxy.maxRetries, service.warnings()]).toEqual([1, ['Cannot write settings.']]);
    store.error = null;
    await service.change([{ path: 'ui.theme', value: 'dark' }]);
    const written = Promise.withResolvers<void>();
    store.onWrite = written.resolve;
    clock.advance(300);
    await written.promise;
    await service.stop();
    expect(store.written).toEqual([{ proxy: { maxRetries: 1 }, ui: { theme: 'dark' } }]);
    expect([service.warnings(), logger.messages('error')]).toEqual([[], []]);
  });
});
