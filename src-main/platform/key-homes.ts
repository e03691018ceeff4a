/**
 * Decides where the data key lives: in the file `key`, or sealed by the system's keychain in `key.sealed`. A new key goes into
 * the keychain where there is a real one. A key file that is there stays in use, since the headless host needs it.
 */
import { randomBytes } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { KeyPlace } from '../../src-shared/schemas/secrets.ts';
import { errorCodeOf } from './error-code.ts';
import { createWhole, type KeyFiles, nodeKeyFiles, replaceWhole, sweepDrafts } from './key-files.ts';
import { type Keychain, unusable } from './keychain.ts';
import { PRIVATE_FILE_MODE } from './private-files.ts';
import { KEY_BYTES, type KeyHome, sealedKeyFile } from './secret-box.ts';
import { tidyMove } from './tidy-move.ts';

export interface KeyHomesOptions {
  /** Path of the key file; the sealed one and the note about a move lie beside it. */
  readonly file: string;
  readonly keychain: Keychain;
  /** For tests; the real ones. */
  readonly files?: KeyFiles;
}

export class KeyHomes implements KeyHome {
  readonly keychain: Keychain;
  readonly files: KeyFiles;
  readonly #file: string;

  constructor({ file, keychain, files = nodeKeyFiles }: KeyHomesOptions) {
    this.#file = file;
    this.keychain = keychain;
    this.files = files;
  }

  pathOf(place: KeyPlace): string {
    return place === 'keyfile' ? this.#file : sealedKeyFile(this.#file);
  }

  /** Where a move that is under way is written down. */
  get movePath(): string {
    return `${this.#file}.move`;
  }

  /** Ends first what a crash left half done. Call it only while this process holds the data folder. */
  async load(): Promise<Buffer | null> {
    await this.#tidy();
    const hasSealed = await this.has('keychain');
    if (hasSealed && (await this.keychain.state()) !== 'needs-desktop') return this.loadFrom('keychain');
    const key = await this.loadFrom('keyfile');
    if (key === null && hasSealed) throw keyIsSealed(this.pathOf('keychain'));
    return key;
  }

  async create(): Promise<Buffer> {
    const place: KeyPlace = (await this.keychain.state()) === 'usable' ? 'keychain' : 'keyfile';
    const key = randomBytes(KEY_BYTES);
    if (await this.createIn(place, key)) return key;
    const existing = await this.load();
    if (existing === null) throw new AppError('KEY_UNAVAILABLE', `the key in ${this.pathOf(place)} vanished while it was being made; start again`);
    return existing;
  }

  async has(place: KeyPlace): Promise<boolean> {
    return (await this.#read(this.pathOf(place))) !== null;
  }

  /** Null when there is none. KEY_UNAVAILABLE when there is one that cannot be had. */
  async loadFrom(place: KeyPlace): Promise<Buffer | null> {
    const path = this.pathOf(place);
    const bytes = await this.#read(path);
    if (bytes === null) return null;
    if (place === 'keychain') return this.#unseal(bytes, path);
    await closeToOthers(path);
    return keyFromText(bytes.toString('utf8'), path);
  }

  /** @returns False when that place holds something already. NOT_SUPPORTED_HERE when it is a keychain that cannot be used. */
  async createIn(place: KeyPlace, key: Buffer): Promise<boolean> {
    const path = this.pathOf(place);
    const bytes = place === 'keyfile' ? Buffer.from(`${key.toString('base64url')}\n`) : await this.#seal(key);
    try {
      return await createWhole(this.files, path, bytes);
    } catch (error) {
      throw new AppError('KEY_UNAVAILABLE', `the key file ${path} cannot be written (${errorCodeOf(error) ?? 'unknown error'})`, { cause: error });
    }
  }

  async #seal(key: Buffer): Promise<Uint8Array> {
    const state = await this.keychain.state();
    if (state !== 'usable') throw unusable(state);
    return this.keychain.seal(key.toString('base64'));
  }

  async #unseal(sealed: Buffer, path: string): Promise<Buffer> {
    let opened: Awaited<ReturnType<Keychain['open']>>;
    try {
      opened = await this.keychain.open(sealed);
    } catch (error) {
      throw new AppError(
        'KEY_UNAVAILABLE',
        `the system keychain does not open ${path}. Unlock it and start again; if it was reset, delete that file and enter the credentials anew`,
        { cause: error },
      );
    }
    const key = Buffer.from(opened.text, 'base64');
    if (key.length !== KEY_BYTES) throw new AppError('KEY_UNAVAILABLE', `${path} holds no key; delete it and enter the credentials anew`);
    if (opened.resealed !== null) await replaceWhole(this.files, path, opened.resealed);
    return key;
  }

  async #read(path: string): Promise<Buffer | null> {
    try {
      return await this.files.read(path);
    } catch (error) {
      const problem = errorCodeOf(error) ?? 'unknown error';
      throw new AppError('KEY_UNAVAILABLE', `the key file ${path} cannot be read (${problem}); give your user access to it`, { cause: error });
    }
  }

  async #tidy(): Promise<void> {
    try {
      await tidyMove(this);
      await sweepDrafts(this.files, this.#file);
    } catch (error) {
      if (error instanceof AppError) throw error;
      const problem = errorCodeOf(error) ?? 'unknown error';
      throw new AppError('KEY_UNAVAILABLE', `what a move of the key left beside ${this.#file} cannot be tidied up (${problem})`, { cause: error });
    }
  }
}

function keyIsSealed(path: string): AppError {
  return new AppError(
    'KEY_UNAVAILABLE',
    `the credentials are sealed by this computer's keychain, which only the desktop app can open. Start that instead; to use them without ` +
      `it as well, run "code-proxy secrets move --to keyfile" while it runs. Or begin anew: remove ${path}, start again and enter the ` +
      'credentials once more',
  );
}

async function closeToOthers(path: string): Promise<void> {
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, PRIVATE_FILE_MODE);
}

function keyFromText(text: string, path: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === KEY_BYTES && key.toString('base64url') === text.trim()) return key;
  throw new AppError(
    'KEY_UNAVAILABLE',
    `the key file ${path} holds no key. Restore it from a backup; or delete it, start again and enter the credentials anew`,
  );
}
