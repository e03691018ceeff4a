import { mkdir, truncate, writeFile } from 'node:fs/promises';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { dataFolderCheck } from '../../../../src-main/doctor/check-data-folder.ts';
import { databaseCheck, keyCheck, logCheck, settingsFileCheck } from '../../../../src-main/doctor/check-stored-files.ts';
import type { CorePorts } from '../../../../src-main/doctor/ports.ts';
import { sealedKeyFile } from '../../../../src-main/platform/secret-box.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { MS_PER_DAY } from '../../../../src-shared/units.ts';
import { checkedEndpoint, doctorCore, doctorPorts, look } from '../../../support/doctor-rig.ts';

const OURS = 0x43_64_50_78;

function makeDatabase(file: string, applicationId: number): void {
  const database = new BetterSqlite(file);
  database.pragma(`application_id = ${applicationId}`);
  database.exec('CREATE TABLE things (name TEXT) STRICT');
  database.close();
}

describe('the settings file', () => {
  it('may be missing or whole; one that is broken, or was put aside, is told', async () => {
    const ports = await doctorPorts();
    const { settings } = ports.paths;
    expect((await look(settingsFileCheck, ports)).codes[0]).toBe('settingsNone');
    await writeFile(settings, '{"proxy":{"port":9000}}');
    expect((await look(settingsFileCheck, ports)).codes[0]).toBe('settingsOk');
    await writeFile(`${settings}.broken-2026-11-20T12-00-00.000Z`, '{');
    expect(await look(settingsFileCheck, ports)).toMatchObject({ state: 'warning', codes: ['settingsAside', 'brokenSettings'] });
    await writeFile(settings, '{"proxy":');
    expect(await look(settingsFileCheck, ports)).toMatchObject({ state: 'failed', codes: ['settingsBroken', 'correctSettings'] });
  });

  it('is judged as a start does: a value that is not allowed is told with its name, a byte order mark is not', async () => {
    const ports = await doctorPorts();
    await writeFile(ports.paths.settings, '{"proxy":{"port":"abc"}}');
    const faulty = await look(settingsFileCheck, ports);
    expect(faulty).toMatchObject({ state: 'failed', codes: ['settingsFaulty', 'correctSetting'] });
    expect(faulty.said).toContain('proxy.port: must be a whole number');
    await writeFile(ports.paths.settings, '\uFEFF{"proxy":{"port":9100}}');
    expect((await look(settingsFileCheck, ports)).codes[0]).toBe('settingsOk');
  });
});

describe('the database', () => {
  it('is ours and answers; missing it is nothing to worry about', async () => {
    const ports = await doctorPorts();
    expect((await look(databaseCheck, ports)).codes[0]).toBe('databaseNone');
    makeDatabase(ports.paths.database, OURS);
    expect((await look(databaseCheck, ports)).codes).toEqual(['databaseOk', null]);
  });

  it('of another program, or no database at all, fails before anybody opens it', async () => {
    const ports = await doctorPorts();
    makeDatabase(ports.paths.database, 7);
    expect((await look(databaseCheck, ports)).codes).toEqual(['databaseForeign', 'moveDatabase']);
    await writeFile(ports.paths.database, 'this is a text about databases '.repeat(10));
    expect((await look(databaseCheck, ports)).codes).toEqual(['databaseNoSqlite', 'moveDatabase']);
    await writeFile(ports.paths.database, 'short');
    expect((await look(databaseCheck, ports)).codes[0]).toBe('databaseNoSqlite');
  });

  it('that kept the core from starting is what failed, with the remedy for its fault', async () => {
    const core = (message: string) => new AppError('STORAGE_FAILED', message);
    const damaged = await doctorPorts({ core: core('the database is damaged or not a database') });
    makeDatabase(damaged.paths.database, OURS);
    expect((await look(databaseCheck, damaged)).codes).toEqual(['coreFault', 'moveDatabase']);
    expect((await look(dataFolderCheck, damaged)).codes[0]).toBe('folderOk');
    const full = await doctorPorts({ core: core('the database cannot be written: the disk is full') });
    makeDatabase(full.paths.database, OURS);
    expect((await look(databaseCheck, full)).codes).toEqual(['coreFault', 'freeSpace']);
  });

  it('that does not answer fails with its reason; one with much to write in is a warning', async () => {
    const askDatabase = async () => {
      throw new Error('disk I/O error');
    };
    const ports = await doctorPorts({ core: doctorCore({ askDatabase }) });
    makeDatabase(ports.paths.database, OURS);
    expect((await look(databaseCheck, ports)).said).toContain('disk I/O error');
    await writeFile(`${ports.paths.database}-wal`, '');
    // A sparse file: 300 MiB that take no room.
    await truncate(`${ports.paths.database}-wal`, 300 * 1_048_576);
    expect((await look(databaseCheck, { ...ports, core: doctorCore() })).codes[0]).toBe('databaseWal');
  });

  it('that kept the core from starting fails with what the core said', async () => {
    const ports = await doctorPorts({ core: new AppError('DATABASE_NEWER', 'the database is newer') });
    makeDatabase(ports.paths.database, OURS);
    expect(await look(databaseCheck, ports)).toMatchObject({ state: 'failed', said: 'the database is newer' });
    const other = await doctorPorts({ core: new AppError('KEY_UNAVAILABLE', 'no key') });
    makeDatabase(other.paths.database, OURS);
    expect((await look(databaseCheck, other)).state).toBe('skipped');
  });
});

describe('the key', () => {
  const found = async (changes: Partial<CorePorts>) => look(keyCheck, await doctorPorts({ core: doctorCore(changes) }));
  const status = (home: 'keyfile' | 'keychain' | null, problem: string | null = null) => ({
    keyStatus: async () => ({ home, file: home === null ? null : '/data/key', problem }),
  });

  it('is in a file, sealed, or not there yet', async () => {
    expect((await found(status('keyfile'))).codes).toEqual(['keyFile', null]);
    expect((await found(status('keychain'))).codes).toEqual(['keySealed', null]);
    expect((await found(status(null))).codes).toEqual(['keyNone', null]);
  });

  it('that cannot be opened fails; of the keychain it says how to get at it', async () => {
    expect(await found(status('keychain', 'only the desktop app can open it'))).toMatchObject({
      state: 'failed',
      codes: ['keyUnopened', 'useDesktop'],
    });
    expect(await found(status('keyfile', 'the key file holds no key'))).toMatchObject({ state: 'failed', said: 'the key file holds no key' });
  });

  it('that does not open what is stored fails and names the endpoints', async () => {
    const unusable = 'the stored credential cannot be decrypted with the present key; enter it again';
    const seen = await found({ endpoints: () => [checkedEndpoint('https://a.example', { name: 'Alpha', unusable })] });
    expect(seen).toMatchObject({ state: 'failed', codes: ['keyMissing', 'enterCredentials'] });
    expect(seen.said).toContain('Alpha');
  });

  it('is looked at as a file when there is no core', async () => {
    const ports = await doctorPorts({ core: new AppError('DATABASE_NEWER', 'too new') });
    const { key } = ports.paths;
    const code = async () => (await look(keyCheck, ports)).codes[0];
    expect(await code()).toBe('keyNone');
    await writeFile(sealedKeyFile(key), 'sealed');
    expect(await code()).toBe('keySealed');
    await writeFile(key, `${Buffer.alloc(32, 7).toString('base64url')}\n`);
    expect(await code()).toBe('keyFile');
    await writeFile(key, 'half a key');
    expect(await look(keyCheck, ports)).toMatchObject({ state: 'failed', codes: ['keyDamaged', 'keyAccess'] });
    const locked = { ...ports, core: new AppError('KEY_UNAVAILABLE', 'the keychain is locked') };
    expect(await look(keyCheck, locked)).toMatchObject({ state: 'failed', said: 'the keychain is locked' });
  });
});

describe('the log', () => {
  const line = (level: string, agoMs: number, msg: string) => `${JSON.stringify({ level, time: new Date(Date.now() - agoMs).toISOString(), msg })}\n`;

  it('is in order without errors of the last day, whatever came before', async () => {
    const ports = await doctorPorts();
    expect((await look(logCheck, ports)).codes[0]).toBe('logNone');
    await mkdir(ports.paths.logFolder);
    await writeFile(ports.paths.logFile, `cut off"}\n${line('error', 2 * MS_PER_DAY, 'long ago')}${line('warn', 5, 'not so bad')}`);
    expect((await look(logCheck, ports)).codes[0]).toBe('logOk');
  });

  it('with errors of the last day says how many and the last one', async () => {
    const ports = await doctorPorts();
    await mkdir(ports.paths.logFolder);
    await writeFile(ports.paths.logFile, line('error', 500, 'first') + line('error', 100, 'the audit is off'));
    expect(await look(logCheck, ports)).toMatchObject({ state: 'warning', finding: { values: { number: '2', line: 'the audit is off' } } });
  });

  it('is beside the point when requests are no longer recorded', async () => {
    const core = doctorCore({ warnings: () => ['Requests are no longer recorded: disk full.'] });
    expect((await look(logCheck, await doctorPorts({ core }))).codes).toEqual(['recordsLost', 'lookIntoLog']);
  });
});
