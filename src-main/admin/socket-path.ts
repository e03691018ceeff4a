/**
 * Where the admin socket lies. Every start takes a fresh name: a predecessor that closes late unlinks its own socket, never
 * its successor's. Order: the data folder, else (the system limits socket paths) the user's runtime folder, else a private
 * folder in the temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { dirname, join, win32 } from 'node:path';

/** macOS takes 103 bytes, Linux 107; longer paths fail with EINVAL. */
const MAX_PATH_BYTES = 100;
const FOLDER_PREFIX = 'code-proxy-';

export interface SocketPlace {
  readonly dataFolder: string;
  /** XDG_RUNTIME_DIR; null when there is none. */
  readonly runtimeFolder: string | null;
  readonly tempFolder: string;
  readonly platform: NodeJS.Platform;
}

/** Makes the folder (mode 0700) and returns the path to listen on. */
export async function prepareSocketPath(place: SocketPlace): Promise<string> {
  const name = randomBytes(8).toString('hex');
  if (place.platform === 'win32') return win32.join('\\\\.\\pipe', `${FOLDER_PREFIX}${name}`);
  const nearby = join(place.dataFolder, 'run', `${name}.sock`);
  if (Buffer.byteLength(nearby) <= MAX_PATH_BYTES) {
    await mkdir(dirname(nearby), { recursive: true, mode: 0o700 });
    await chmod(dirname(nearby), 0o700);
    return nearby;
  }
  for (const base of [place.runtimeFolder, place.tempFolder]) {
    // mkdtemp makes a folder of mode 0700 under a name that nobody could have taken before.
    if (base !== null && Buffer.byteLength(base) <= MAX_PATH_BYTES - 30) return join(await mkdtemp(join(base, FOLDER_PREFIX)), 'a.sock');
  }
  return join(await mkdtemp(join('/tmp', FOLDER_PREFIX)), 'a.sock');
}

/** Removes a socket that nobody listens on any more, and its folder when that was made for it alone. */
export async function removeSocket(path: string): Promise<void> {
  if (path.startsWith('\\\\.\\pipe\\')) return;
  await rm(path, { force: true });
  const folder = dirname(path);
  if (!folder.includes(`/${FOLDER_PREFIX}`)) return;
  try {
    await rmdir(folder);
  } catch {
    // Not empty, or gone already: then it is not ours to remove.
  }
}
