/** Finds the instance that runs on a data folder, of either host, and opens its admin socket. */
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { type Instance, readInstanceFile } from '../platform/instance-file.ts';
import type { DataPaths } from '../platform/paths.ts';
import { openAdminClient } from './admin-client.ts';
import type { Connection } from './connect.ts';
import { holdLease } from './hold-lease.ts';

/**
 * Null when instance.json is missing, was left by a crash, or nobody answers with its token. Rejects with
 * DATA_FOLDER_UNWRITABLE when the file is there and may not be read: whether an instance runs cannot be told then.
 */
export async function openInstance(paths: Pick<DataPaths, 'instance'>): Promise<Connection | null> {
  const instance = await readInstance(paths.instance);
  if (instance === null) return null;
  const client = await openAdminClient(instance);
  try {
    const { instanceId } = await client.caller.status.get();
    if (instanceId === instance.instanceId)
      return { caller: client.caller, instance, close: client.close, lease: (options) => holdLease(instance, options) };
  } catch {
    // It died without removing its file, or somebody else listens there now: as good as none.
  }
  await client.close();
  return null;
}

async function readInstance(file: string): Promise<Instance | null> {
  try {
    return await readInstanceFile(file);
  } catch (cause) {
    // A file where the data folder should be; whoever opens the folder next says so.
    if (errorCodeOf(cause) === 'ENOTDIR') return null;
    const message = `${file} cannot be read (${errorCodeOf(cause) ?? 'unknown reason'}) – is it another user's? Choose a data folder with CODE_PROXY_HOME`;
    throw new AppError('DATA_FOLDER_UNWRITABLE', message, { cause });
  }
}
