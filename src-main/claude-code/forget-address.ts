/**
 * For an address of a Code Proxy that is gone and whose journal is gone too: what no user chose is taken out of settings.json,
 * and everything else in it stays as it is.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { editEnv } from './edit-text.ts';
import { type FileOperations, nodeFileOperations } from './file-operations.ts';
import { leftoverKeys, proxyUrlIn } from './known-values.ts';
import { changedMeanwhile, explained, MAX_TRIES, replaceFile } from './replace-file.ts';
import { readSettingsText } from './settings-text.ts';

/** What alone keeps Claude Code from working; the other variables of ours do no harm. */
const KEYS = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN'] as const;

export interface WrittenProxy {
  readonly url: string | null;
  readonly token: string | null;
}

/** Nulls when there is no file, or no address of a Code Proxy in it. @throws CLAUDE_SETTINGS_BROKEN, CLAUDE_SETTINGS_UNWRITABLE */
export async function writtenProxy(file: string, files: FileOperations = nodeFileOperations): Promise<WrittenProxy> {
  const { envValues } = readSettingsText(await explained(file, async () => files.read(await files.target(file))), file, KEYS);
  const token = envValues.ANTHROPIC_AUTH_TOKEN;
  const url = proxyUrlIn(envValues);
  return { url, token: url !== null && typeof token === 'string' ? token : null };
}

/** Does nothing unless the file still holds this address. @throws as above, CLAUDE_SETTINGS_CHANGED_MEANWHILE */
export async function forgetAddress(file: string, url: string, files: FileOperations = nodeFileOperations): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const target = await explained(file, () => files.target(file));
    const current = await explained(file, () => files.read(target));
    const { envValues } = readSettingsText(current, file, KEYS);
    if (current === null || proxyUrlIn(envValues) !== url) return;
    const edits = leftoverKeys(envValues, KEYS).map((key) => ({ key, value: undefined }));
    const wanted = editEnv(current, edits, { file, dropEmptyEnv: true });
    const temporaryFile = join(dirname(target), `.code-proxy-${randomUUID()}.tmp`);
    if (await replaceFile(files, { target, temporaryFile, expected: current, wanted })) return;
  }
  throw changedMeanwhile(file);
}
