/** The end of a text file, without reading all of it. */
import { open } from 'node:fs/promises';
import { errorCodeOf } from '../platform/error-code.ts';

/** Far more than the lines that are asked for take. */
const READ_BYTES = 1_048_576;

/** The last lines, oldest first; none when there is no such file. */
export async function lastLines(path: string, count: number): Promise<string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, READ_BYTES);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
      // The first one is cut, unless the file begins there; the last one is empty.
      return lines.slice(size > length ? 1 : 0, lines.at(-1) === '' ? -1 : undefined).slice(-count);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
