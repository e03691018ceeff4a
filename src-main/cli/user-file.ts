/** Files that the user names on the command line; what is wrong with one is said with its name. */
import { readFile, writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

export async function readUserFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${codeOf(error)}) – check its name and who may read it`);
  }
}

export async function writeUserFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${codeOf(error)}) – choose another file`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
}
