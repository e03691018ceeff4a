/** Looks at the files in the data folder that a start depends on: settings, database, the key of the credentials, the log. */
import { access, constants, open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { appSettingsSchema } from '../../src-shared/schemas/settings.ts';
import { BYTES_PER_KIB, BYTES_PER_MIB, MS_PER_DAY } from '../../src-shared/units.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { sealedKeyFile } from '../platform/secret-box.ts';
import { check, textOf, whyOf } from './check.ts';
import { detail, type Finding, failed, ok, skipped, warning } from './finding.ts';
import type { DoctorPorts } from './ports.ts';

/** The first bytes of an SQLite file: its mark, then at fixed places the schema version and the application id. */
const HEADER_BYTES = 100;
const HEADER_MARK = 'SQLite format 3\u0000';
const SCHEMA_OFFSET = 60;
const APPLICATION_OFFSET = 68;
/** "CdPx", as storage/migrate.ts writes it; 0 is a file that is just being made. */
const APPLICATION_IDS: readonly number[] = [0x43_64_50_78, 0];
/** A burst leaves up to 64 MiB; beyond that something keeps the changes from being written into the file. */
const WAL_LIMIT_BYTES = 256 * BYTES_PER_MIB;
/** The end of the log that is looked at: a day of errors, not all that was said. */
const LOG_TAIL_BYTES = 256 * BYTES_PER_KIB;
const KEY_BYTES = 32;

export const settingsFileCheck = check('settings-file', 'data', async ({ ports: { paths } }) => {
  const aside = await besides(paths.settings, '.broken-');
  const details = aside.map((name) => detail('file', name));
  const path = detail('path', paths.settings);
  const text = await textIn(paths.settings);
  if (text !== null && !isObject(text)) return failed('settingsBroken', { details: [path], remedy: 'correctSettings' });
  const fault = text === null ? null : settingsFault(text);
  if (fault !== null) return failed('settingsFaulty', { values: { text: fault }, details: [path], remedy: 'correctSetting' });
  if (aside.length > 0) return warning('settingsAside', { details, remedy: 'brokenSettings' });
  return ok(text === null ? 'settingsNone' : 'settingsOk', { details: [path] });
});

export const databaseCheck = check('database', 'data', async ({ ports, core }) => {
  const { database } = ports.paths;
  const header = await headerOf(database);
  if (header === null) return core === null && ports.core instanceof AppError ? skipped('needsData') : ok('databaseNone');
  const sizeBytes = (await stat(database)).size;
  if (sizeBytes > 0 && (header.length < HEADER_BYTES || header.toString('latin1', 0, HEADER_MARK.length) !== HEADER_MARK)) {
    return failed('databaseNoSqlite', { details: [detail('path', database)], remedy: 'moveDatabase' });
  }
  if (sizeBytes > 0 && !APPLICATION_IDS.includes(header.readUInt32BE(APPLICATION_OFFSET))) {
    return failed('databaseForeign', { details: [detail('path', database)], remedy: 'moveDatabase' });
  }
  const walBytes = await sizeOf(`${database}-wal`);
  const details = [
    detail('path', database),
    ...(sizeBytes === 0 ? [] : [detail('schema', header.readUInt32BE(SCHEMA_OFFSET))]),
    detail('wal', `${Math.ceil(walBytes / BYTES_PER_KIB)} KiB`),
  ];
  if (core === null) {
    const fault = ports.core instanceof AppError && /^(DATABASE|STORAGE)_/.test(ports.core.code) ? ports.core.message : null;
    if (fault === null) return skipped('needsData', { details });
    // What is whole but had no room must not be moved away.
    const remedy = fault.includes('the disk is full') ? 'freeSpace' : 'moveDatabase';
    return failed('coreFault', { values: { text: fault }, details, remedy });
  }
  try {
    await core.askDatabase();
  } catch (error) {
    return failed('databaseSilent', { values: { text: textOf(error) }, details, remedy: 'restartApp' });
  }
  if (walBytes > WAL_LIMIT_BYTES) return warning('databaseWal', { values: { walBytes }, details, remedy: 'restartApp' });
  return ok('databaseOk', { values: { sizeBytes }, details });
});

export const keyCheck = check('key', 'data', async ({ ports, core }) => {
  if (core === null) return keyWithoutCore(ports);
  const { home, file, problem } = await core.keyStatus();
  const details = file === null ? [] : [detail('path', file)];
  if (problem !== null) {
    return home === 'keychain'
      ? failed('keyUnopened', { details: [...details, detail('message', problem)], remedy: 'useDesktop' })
      : failed('coreFault', { values: { text: problem }, details, remedy: 'keyAccess' });
  }
  const unopened = core.endpoints().filter(({ unusable }) => unusable?.includes('decrypted') === true);
  if (unopened.length > 0) {
    return failed('keyMissing', { values: { names: unopened.map(({ name }) => name).join(', ') }, details, remedy: 'enterCredentials' });
  }
  if (home === null) return ok('keyNone');
  return ok(home === 'keychain' ? 'keySealed' : 'keyFile', { details });
});

async function keyWithoutCore({ paths: { key }, core }: DoctorPorts): Promise<Finding> {
  if (core instanceof AppError && core.code === 'KEY_UNAVAILABLE') {
    return failed('coreFault', { values: { text: core.message }, details: [detail('path', key)], remedy: 'keyAccess' });
  }
  try {
    const text = await textIn(key);
    if (text === null)
      return (await sizeOf(sealedKeyFile(key))) > 0 ? ok('keySealed', { details: [detail('path', sealedKeyFile(key))] }) : ok('keyNone');
    const isWhole = Buffer.from(text.trim(), 'base64url').length === KEY_BYTES;
    return isWhole
      ? ok('keyFile', { details: [detail('path', key)] })
      : failed('keyDamaged', { details: [detail('path', key)], remedy: 'keyAccess' });
  } catch (error) {
    return failed('keyUnreadable', { values: { why: whyOf(error) }, details: [detail('path', key)], remedy: 'keyAccess' });
  }
}

export const logCheck = check('log', 'data', async ({ ports, core }) => {
  const { logFile } = ports.paths;
  const details = [detail('path', logFile)];
  const lost = core?.warnings().find((text) => text.startsWith('Requests are no longer recorded'));
  if (lost !== undefined) return failed('recordsLost', { values: { text: lost }, details, remedy: 'lookIntoLog' });
  const tail = await tailOf(logFile);
  if (tail === null) return ok('logNone', { details });
  try {
    await access(logFile, constants.W_OK);
  } catch (error) {
    return failed('logUnwritable', { values: { why: whyOf(error) }, details, remedy: 'logAccess' });
  }
  const errors = errorLines(tail, ports.clock.nowMs() - MS_PER_DAY);
  const last = errors.at(-1);
  if (last === undefined) return ok('logOk', { details });
  return warning('logErrors', { values: { number: errors.length, line: last }, details, remedy: 'lookIntoLog' });
});

const logLineSchema = z.object({ level: z.string(), time: z.string(), msg: z.string() });

/** Messages of errors since then, oldest first. The first line may be cut and is no JSON then. */
function errorLines(text: string, sinceMs: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const read = logLineSchema.safeParse(parsed(line));
    if (!read.success || read.data.level !== 'error' || Date.parse(read.data.time) < sinceMs) return [];
    return [read.data.msg];
  });
}

/** The first setting that is not allowed, as a start finds it. */
function settingsFault(text: string): string | null {
  const issue = appSettingsSchema.safeParse(parsed(text)).error?.issues[0];
  return issue === undefined ? null : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null; // Not JSON; the schema then says no.
  }
}

function isObject(text: string): boolean {
  return z.record(z.string(), z.unknown()).safeParse(parsed(text)).success;
}

async function textIn(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCodeOf(error) ?? '')) return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0; // Not there: nothing waits in it.
  }
}

async function besides(path: string, mark: string): Promise<readonly string[]> {
  try {
    return (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}${mark}`)).sort();
  } catch {
    return []; // No folder yet.
  }
}

async function headerOf(path: string): Promise<Buffer | null> {
  return readPart(path, () => ({ offset: 0, length: HEADER_BYTES }));
}

async function tailOf(path: string): Promise<string | null> {
  const tail = await readPart(path, (size) => ({ offset: Math.max(0, size - LOG_TAIL_BYTES), length: Math.min(size, LOG_TAIL_BYTES) }));
  return tail?.toString('utf8') ?? null;
}

/** Null when there is no such file. */
async function readPart(path: string, part: (sizeBytes: number) => { readonly offset: number; readonly length: number }): Promise<Buffer | null> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCodeOf(error) ?? '')) return null;
    throw error;
  }
  try {
    const { offset, length } = part((await file.stat()).size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
