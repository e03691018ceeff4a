/** Finds the instance that runs on a data folder, of either host, and opens its admin socket. */
import { readInstanceFile } from '../platform/instance-file.ts';
import type { DataPaths } from '../platform/paths.ts';
import { openAdminClient } from './admin-client.ts';
import type { Connection } from './connect.ts';

/** Null when instance.json is missing, was left by a crash, or nobody answers with its token. */
export async function openInstance(paths: Pick<DataPaths, 'instance'>): Promise<Connection | null> {
  const instance = await readInstanceFile(paths.instance);
  if (instance === null) return null;
  const client = await openAdminClient(instance);
  try {
    const { instanceId } = await client.caller.status.get();
    if (instanceId === instance.instanceId) return { caller: client.caller, instance, close: client.close };
  } catch {
    // It died without removing its file, or somebody else listens there now: as good as none.
  }
  await client.close();
  return null;
}
