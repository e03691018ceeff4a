/**
 * `instance.json` in the data folder: how a running instance is found. Its token commands the whole instance, so the file is
 * readable by its owner only. A missing, broken or half-written file means that no instance is known.
 */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { errorCodeOf } from './error-code.ts';
import { writeFileAtomically } from './private-files.ts';

export const instanceSchema = z.object({
  pid: z.int().positive(),
  startedAtMs: z.number(),
  /** Fresh for every start. */
  instanceId: z.string().min(1),
  host: z.enum(['headless', 'desktop']),
  /** Path of the admin socket, or the name of the pipe on Windows. */
  socket: z.string().min(1),
  /** Bearer token of the admin socket. */
  token: z.string().min(1),
  /** Base URL for clients; null while the proxy is off. */
  proxyUrl: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
  version: z.string(),
});
export type Instance = z.infer<typeof instanceSchema>;

/** Null when there is none, or none that can be read. Rejects only when the file exists and may not be read. */
export async function readInstanceFile(path: string): Promise<Instance | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return instanceSchema.parse(JSON.parse(text));
  } catch {
    // Cut short by a crash, or of another program: nobody can be reached through it.
    return null;
  }
}

/** Replaces the file whole, with mode 0600 whatever it had before. */
export async function writeInstanceFile(path: string, instance: Instance): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(instance, null, 2)}\n`);
}

/** Removes the file when it still describes `instanceId`; a successor's stays. */
export async function removeInstanceFile(path: string, instanceId: string): Promise<void> {
  if ((await readInstanceFile(path))?.instanceId === instanceId) await rm(path, { force: true });
}
