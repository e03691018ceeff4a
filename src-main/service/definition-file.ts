/** The file that defines the service, in the encoding that the system reads. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { writeFileAtomically } from '../platform/private-files.ts';
import type { ServiceSystem } from './contract.ts';

type Encoding = ServiceSystem['encoding'];

const BYTE_ORDER_MARK = '\ufeff';

/** Null: there is none. */
export async function readDefinition(path: string, encoding: Encoding): Promise<string | null> {
  try {
    return (await readFile(path, encoding)).replace(BYTE_ORDER_MARK, '');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return null;
    throw new AppError('SERVICE_FAILED', `${path} cannot be read (${errorCodeOf(error) ?? 'unknown error'})`, { cause: error });
  }
}

/** Readable by its owner only: paths and proxy variables are nobody else's business. */
export async function writeDefinition(path: string, text: string, encoding: Encoding): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, encoding === 'utf8' ? text : Buffer.from(`${BYTE_ORDER_MARK}${text}`, encoding));
  } catch (error) {
    throw new AppError('SERVICE_FAILED', `${path} cannot be written (${errorCodeOf(error) ?? 'unknown error'})`, { cause: error });
  }
}

export async function removeDefinition(path: string): Promise<void> {
  await rm(path, { force: true });
}
