/** Looks at the data folder as a place: is it there, is it closed to others, can it be written, is there room, what lies about. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { BYTES_PER_MIB } from '../../src-shared/units.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { PRIVATE_FILE_MODE } from '../platform/private-files.ts';
import { check, whyOf } from './check.ts';
import { detail, type Finding, failed, ok, skipped, warning } from './finding.ts';
import { isLock, leftoversOf, ownFiles } from './own-files.ts';
import type { DoctorPorts } from './ports.ts';

/** Rights of the group and of all others. */
const OTHERS = 0o077;
/** A day of heavy use with the audit on is some hundred MiB. */
const LOW_BYTES = 1_024 * BYTES_PER_MIB;
const FULL_BYTES = 100 * BYTES_PER_MIB;
/** A list of hundreds of names helps nobody. */
const SHOWN_FILES = 10;

export const dataFolderCheck = check('data-folder', 'data', async ({ ports, core }) => {
  const { folder } = ports.paths;
  const details = [detail('path', folder)];
  const entry = await statOf(folder);
  const fault = core === null ? faultOf(ports.core) : null;
  if (entry === null) {
    return fault === null
      ? warning('folderMissing', { details })
      : failed('coreFault', { values: { text: fault }, details, remedy: 'folderWritable' });
  }
  if (!entry.isDirectory()) return failed('folderNoFolder', { details, remedy: 'folderMoved' });
  const why = await whyUnwritable(folder);
  if (why !== null) return failed('folderUnwritable', { values: { why }, details, remedy: 'folderWritable' });
  if (process.platform !== 'win32') {
    const mode = (entry.mode & 0o777).toString(8).padStart(4, '0');
    const shown = [...details, detail('mode', mode)];
    if (entry.uid !== process.getuid?.()) return warning('folderForeign', { details: shown, remedy: 'folderWritable' });
    if ((entry.mode & OTHERS) !== 0)
      return warning('folderOpen', { values: { mode }, details: shown, remedy: 'closeFolder', fix: 'close-data-folder' });
  }
  // It can be used, and yet the core did not start on it.
  if (fault !== null) return failed('coreFault', { values: { text: fault }, details, remedy: 'restartApp' });
  return ok('folderOk', { details });
});

/** What the core said when it could not start, unless it is about what has a check of its own. */
function faultOf(core: DoctorPorts['core']): string | null {
  return core instanceof AppError && !/^(DATABASE|STORAGE|KEY)_/.test(core.code) ? core.message : null;
}

export const dataFilesCheck = check('data-files', 'data', async ({ ports: { paths } }) => {
  if (process.platform === 'win32') return skipped('filesWindows');
  if (!(await isFolder(paths.folder))) return skipped('folderMissing');
  const files = await ownFiles(paths.folder);
  const open = files.filter((file) => (file.mode & OTHERS) !== 0 && !isLock(file));
  if (open.length === 0) return ok('filesOk', { values: { number: files.filter(({ isFolder }) => !isFolder).length } });
  const details = open.slice(0, SHOWN_FILES).map(({ path, mode }) => detail('file', `${mode.toString(8).padStart(4, '0')} ${path}`));
  return warning('filesOpen', { values: { number: open.length }, details, remedy: 'closeFiles', fix: 'close-data-files' });
});

export const diskSpaceCheck = check('disk-space', 'data', async ({ ports: { paths } }) => {
  try {
    const place = (await isFolder(paths.folder)) ? paths.folder : dirname(paths.folder);
    const { bavail, bsize } = await statfs(place);
    return judgeFree(bavail * bsize);
  } catch (error) {
    return skipped('diskUnknown', { values: { why: whyOf(error) } });
  }
});

export function judgeFree(freeBytes: number): Finding {
  const values = { freeBytes };
  if (freeBytes < FULL_BYTES) return failed('diskFull', { values, remedy: 'freeSpace' });
  return freeBytes < LOW_BYTES ? warning('diskLow', { values, remedy: 'freeSpace' }) : ok('diskOk', { values });
}

export const leftoversCheck = check('leftovers', 'data', async ({ ports: { paths, clock } }) => {
  if (!(await isFolder(paths.folder))) return ok('leftoversNone');
  const left = leftoversOf(paths.folder, await ownFiles(paths.folder), clock.nowMs());
  if (left.length === 0) return ok('leftoversNone');
  const details = left.slice(0, SHOWN_FILES).map(({ path }) => detail('file', path));
  return warning('leftoversFound', { values: { number: left.length }, details, remedy: 'removeLeftovers', fix: 'remove-leftovers' });
});

async function isFolder(path: string): Promise<boolean> {
  return (await statOf(path))?.isDirectory() === true;
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Writes and removes a file, which is the only proof: quotas, read-only mounts and rights of other kinds do not show in the mode. */
async function whyUnwritable(folder: string): Promise<string | null> {
  const probe = join(folder, `.write-probe-${randomUUID()}`);
  try {
    await writeFile(probe, 'x', { mode: PRIVATE_FILE_MODE, flag: 'wx' });
    await unlink(probe);
    return null;
  } catch (error) {
    // A full disk still takes the name of a file, and then nothing of what is in it.
    await unlink(probe).catch(() => undefined);
    return whyOf(error);
  }
}
