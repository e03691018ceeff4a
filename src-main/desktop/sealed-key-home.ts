/**
 * Decides where the data key lives in the desktop host: sealed by the system's keychain where there is a real one, else
 * in the key file. A key file that is there already stays in use, because the headless host needs it.
 */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { safeStorage } from 'electron';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { PRIVATE_FILE_MODE, writeFileAtomically } from '../platform/private-files.ts';
import { fileKeyHome, type KeyHome } from '../platform/secret-box.ts';

/** AES-256. */
const KEY_BYTES = 32;

/** As much of Electron's safeStorage as is used: the asynchronous part, since the other is deprecated. */
export type Keychain = Pick<
  typeof safeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

export interface SealedKeyHomeOptions {
  readonly keychain: Keychain;
  /** Path of the plain key file. */
  readonly keyFile: string;
  readonly sealedFile: string;
  readonly platform: NodeJS.Platform;
}

export function sealedKeyHome({ keychain, keyFile, sealedFile, platform }: SealedKeyHomeOptions): KeyHome {
  const plain = fileKeyHome(keyFile);
  return {
    async load() {
      const sealed = await readIfThere(sealedFile);
      return sealed === null ? plain.load() : unseal(keychain, sealed, sealedFile);
    },
    async create() {
      if (!(await isProtecting(keychain, platform))) return plain.create();
      const key = randomBytes(KEY_BYTES);
      const sealed = await keychain.encryptStringAsync(key.toString('base64'));
      try {
        await writeFile(sealedFile, sealed, { mode: PRIVATE_FILE_MODE, flag: 'wx', flush: true });
        return key;
      } catch (error) {
        if (errorCodeOf(error) === 'EEXIST') return unseal(keychain, await readFile(sealedFile), sealedFile);
        throw new AppError('KEY_UNAVAILABLE', `the sealed key ${sealedFile} cannot be written (${errorCodeOf(error) ?? 'unknown error'})`, {
          cause: error,
        });
      }
    },
  };
}

/** On Linux without a keyring Chromium falls back to a fixed password (`basic_text`): that protects nothing. */
async function isProtecting(keychain: Keychain, platform: NodeJS.Platform): Promise<boolean> {
  if (!(await keychain.isAsyncEncryptionAvailable())) return false;
  return platform !== 'linux' || keychain.getSelectedStorageBackend() !== 'basic_text';
}

async function unseal(keychain: Keychain, sealed: Buffer, sealedFile: string): Promise<Buffer> {
  let answer: Awaited<ReturnType<Keychain['decryptStringAsync']>>;
  try {
    answer = await keychain.decryptStringAsync(sealed);
  } catch (error) {
    throw new AppError(
      'KEY_UNAVAILABLE',
      `the system keychain does not open ${sealedFile}. Unlock it and start again; if it was reset, delete that file and enter the credentials anew`,
      { cause: error },
    );
  }
  const key = Buffer.from(answer.result, 'base64');
  if (key.length !== KEY_BYTES) throw new AppError('KEY_UNAVAILABLE', `${sealedFile} holds no key; delete it and enter the credentials anew`);
  if (answer.shouldReEncrypt) await writeFileAtomically(sealedFile, await keychain.encryptStringAsync(answer.result));
  return key;
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw new AppError('KEY_UNAVAILABLE', `${path} cannot be read (${errorCodeOf(error) ?? 'unknown error'})`, { cause: error });
  }
}
