/** A real folder per test, removed afterwards. */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Call inside a test: the folder is empty, exists only for this test, and its path holds no symlink. */
export async function tempFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'code-proxy-test-')));
  onTestFinished(async () => {
    await chmod(folder, 0o700).catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });
  return folder;
}

/** The same under the name that other suites know; the linter takes it for a React hook when a helper calls it. */
export const useTempFolder = tempFolder;
