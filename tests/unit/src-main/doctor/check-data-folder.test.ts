import { chmod, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFilesCheck, dataFolderCheck, diskSpaceCheck, judgeFree, leftoversCheck } from '../../../../src-main/doctor/check-data-folder.ts';
import { FIXES } from '../../../../src-main/doctor/fixes.ts';
import { LEFTOVER_AGE_MS } from '../../../../src-main/doctor/own-files.ts';
import { dataPaths } from '../../../../src-main/platform/paths.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { BYTES_PER_MIB } from '../../../../src-shared/units.ts';
import { doctorPorts, look } from '../../../support/doctor-rig.ts';

const isRoot = process.getuid?.() === 0;

describe('the data folder', () => {
  it('is in order when it is there, closed to others and can be written; nothing is left in it', async () => {
    const ports = await doctorPorts();
    expect(await look(dataFolderCheck, ports)).toMatchObject({ state: 'ok', codes: ['folderOk', null] });
    expect(await readdir(ports.paths.folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('that others may enter is a warning with a fix that closes it', async () => {
    const ports = await doctorPorts();
    await chmod(ports.paths.folder, 0o755);
    expect(await look(dataFolderCheck, ports)).toMatchObject({ state: 'warning', codes: ['folderOpen', 'closeFolder'], fix: 'close-data-folder' });
    await FIXES['close-data-folder'].run(ports);
    await FIXES['close-data-folder'].run(ports);
    expect((await stat(ports.paths.folder)).mode & 0o777).toBe(0o700);
    expect((await look(dataFolderCheck, ports)).state).toBe('ok');
  });

  it('that is missing, or is no folder, is told apart', async () => {
    const ports = await doctorPorts();
    const missing = { ...ports, paths: dataPaths(join(ports.paths.folder, 'not-there')) };
    expect((await look(dataFolderCheck, missing)).codes[0]).toBe('folderMissing');
    await writeFile(missing.paths.folder, 'a file');
    expect(await look(dataFolderCheck, missing)).toMatchObject({ state: 'failed', codes: ['folderNoFolder', 'folderMoved'] });
  });

  it.skipIf(process.platform === 'win32' || isRoot)('that is read-only fails', async () => {
    const ports = await doctorPorts();
    await chmod(ports.paths.folder, 0o500);
    expect(await look(dataFolderCheck, ports)).toMatchObject({ state: 'failed', codes: ['folderUnwritable', 'folderWritable'] });
  });

  it.skipIf(process.platform !== 'linux')('on a file system that takes no files fails', async () => {
    const ports = await doctorPorts();
    const found = await look(dataFolderCheck, { ...ports, paths: dataPaths('/proc') });
    expect(found).toMatchObject({ state: 'failed', codes: ['folderUnwritable', 'folderWritable'] });
  });

  it('that the core could not use fails with what the core said', async () => {
    const ports = await doctorPorts({ core: new AppError('DATA_FOLDER_LOCKED', 'another Code Proxy is starting') });
    expect((await look(dataFolderCheck, ports)).said).toBe('another Code Proxy is starting');
    const nowhere = {
      ...ports,
      paths: dataPaths(join(ports.paths.folder, 'not-there')),
      core: new AppError('DATA_FOLDER_UNWRITABLE', 'cannot write'),
    };
    expect(await look(dataFolderCheck, nowhere)).toMatchObject({ state: 'failed', said: 'cannot write', remedy: { code: 'folderWritable' } });
    const elsewhere = { ...ports, core: new AppError('DATABASE_NEWER', 'too new') };
    expect((await look(dataFolderCheck, elsewhere)).state).toBe('ok');
  });
});

describe.skipIf(process.platform === 'win32')('files in the data folder', () => {
  it('that others may read are named and closed; what was never ours and locks are left alone', async () => {
    const ports = await doctorPorts();
    const { folder, logFolder } = ports.paths;
    await mkdir(logFolder, { mode: 0o700 });
    await mkdir(join(folder, 'instance.json.lock'), { mode: 0o755 });
    await writeFile(join(folder, 'key'), 'k', { mode: 0o600 });
    await writeFile(join(logFolder, 'code-proxy.log'), '');
    await writeFile(join(folder, 'code_proxy.db'), 'of the old app');
    for (const name of ['logs/code-proxy.log', 'code_proxy.db']) await chmod(join(folder, name), 0o644);
    const found = await look(dataFilesCheck, ports);
    expect(found).toMatchObject({ state: 'warning', fix: 'close-data-files', finding: { values: { number: '1' } } });
    expect(found.details[0]?.value).toContain('code-proxy.log');
    await FIXES['close-data-files'].run(ports);
    expect((await look(dataFilesCheck, ports)).state).toBe('ok');
    expect((await stat(join(folder, 'code_proxy.db'))).mode & 0o777).toBe(0o644);
    expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
  });

  it('that are links are not followed', async () => {
    const ports = await doctorPorts();
    await symlink('/etc/hosts', join(ports.paths.folder, 'hosts'));
    expect((await look(dataFilesCheck, ports)).state).toBe('ok');
  });
});

describe('room on the disk', () => {
  it('is told, and is a warning or a failure when it gets little', async () => {
    expect((await look(diskSpaceCheck, await doctorPorts())).codes[0]).toMatch(/^disk(Ok|Low|Full)$/);
    expect(judgeFree(5_000 * BYTES_PER_MIB).state).toBe('ok');
    expect(judgeFree(500 * BYTES_PER_MIB)).toMatchObject({ state: 'warning', finding: { code: 'diskLow' } });
    expect(judgeFree(50 * BYTES_PER_MIB)).toMatchObject({ state: 'failed', remedy: { code: 'freeSpace' } });
  });
});

describe('leftovers', () => {
  it('are old temporary files and locks of ours, and can be removed; young ones and everything else stay', async () => {
    const ports = await doctorPorts();
    const { folder } = ports.paths;
    const old = new Date(Date.now() - LEFTOVER_AGE_MS - 1_000);
    const left = ['settings.json.tmp-1700000000abcdef', `.write-probe-${crypto.randomUUID()}`, `key.${crypto.randomUUID()}.tmp`];
    const kept = ['settings.json', 'proxy.db-wal', 'notes.tmp'];
    for (const name of [...left, ...kept]) {
      await writeFile(join(folder, name), 'x', { mode: 0o600 });
      await utimes(join(folder, name), old, old);
    }
    await mkdir(join(folder, 'instance.json.lock'));
    await utimes(join(folder, 'instance.json.lock'), old, old);
    await writeFile(join(folder, 'pricing.json.tmp-1700000000abcdef'), 'being written');
    expect(await look(leftoversCheck, ports)).toMatchObject({ state: 'warning', fix: 'remove-leftovers', finding: { values: { number: '4' } } });
    await FIXES['remove-leftovers'].run(ports);
    expect((await readdir(folder)).sort()).toEqual([...kept, 'pricing.json.tmp-1700000000abcdef'].sort());
    expect((await look(leftoversCheck, ports)).state).toBe('ok');
    await rm(folder, { recursive: true });
    expect((await look(leftoversCheck, ports)).state).toBe('ok');
  });
});
