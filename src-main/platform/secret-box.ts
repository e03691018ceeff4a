/**
 * Decides how credentials are kept at rest: AES-256-GCM under one random data key that every sealed text names, so that a
 * missing key is told apart from a damaged text. Only the key has a home; this file knows the one on disk.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, open, readFile, stat, unlink } from 'node:fs/promises';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from './error-code.ts';
import { PRIVATE_FILE_MODE } from './private-files.ts';
import { Secret } from './secret.ts';

/** AES-256. */
const KEY_BYTES = 32;
/** The length GCM is defined for; random ones are safe for 2^32 texts under a key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Enough to tell keys of one user apart; says nothing about the key. */
const KEY_ID_CHARACTERS = 8;
const SEALED = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22})\.([\w-]*)$/;

/** Where the data key lies: a file, or the keychain of the operating system. Both methods may fail with KEY_UNAVAILABLE. */
export interface KeyHome {
  /** The 32 bytes; null when there is no key yet. */
  load(): Promise<Buffer | null>;
  /** Makes a key, or returns the one that another process made first. Never replaces one. */
  create(): Promise<Buffer>;
}

/** Where the desktop host keeps the key that would lie at `path`, sealed by the system's keychain. */
export function sealedKeyFile(path: string): string {
  return `${path}.sealed`;
}

/**
 * A key file, mode 0600, base64url. It appears as a whole or not at all and is never overwritten. With a sealed key beside
 * it there is no other: a second key could not open what the first one closed.
 */
export function fileKeyHome(path: string): KeyHome {
  const load = async () => {
    const text = await readKeyFile(path);
    if (text !== null) return keyFromText(text, path);
    if (existsSync(sealedKeyFile(path))) throw keyIsSealed(path);
    return null;
  };
  const create = async () => {
    const key = randomBytes(KEY_BYTES);
    if (await createExclusively(path, `${key.toString('base64url')}\n`)) return key;
    const existing = await load();
    if (existing === null) throw new AppError('KEY_UNAVAILABLE', `the key file ${path} vanished while it was being made; start again`);
    return existing;
  };
  return { load, create };
}

function keyIsSealed(path: string): AppError {
  return new AppError(
    'KEY_UNAVAILABLE',
    `the credentials are sealed by this computer's keychain, which only the desktop app can open. Start that instead; or, to begin ` +
      `anew without it, remove ${sealedKeyFile(path)}, start again and enter the credentials once more`,
  );
}

async function readKeyFile(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, PRIVATE_FILE_MODE);
    return text;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    const problem = errorCodeOf(error) ?? 'unknown error';
    throw new AppError('KEY_UNAVAILABLE', `the key file ${path} cannot be read (${problem}); give your user access to it`, { cause: error });
  }
}

function keyFromText(text: string, path: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === KEY_BYTES && key.toString('base64url') === text.trim()) return key;
  throw new AppError(
    'KEY_UNAVAILABLE',
    `the key file ${path} holds no key. Restore it from a backup; or delete it, start again and enter the credentials anew`,
  );
}

/** False when the file is there already. */
async function createExclusively(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeAndSync(draft, text);
    try {
      await link(draft, path);
      return true;
    } catch (error) {
      if (errorCodeOf(error) === 'EEXIST') return false;
      // A file system without hard links (FAT, some network shares): exclusive, though not atomic.
      await writeAndSync(path, text);
      return true;
    }
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    const problem = errorCodeOf(error) ?? 'unknown error';
    throw new AppError('KEY_UNAVAILABLE', `the key file ${path} cannot be written (${problem})`, { cause: error });
  } finally {
    await unlink(draft).catch(() => undefined); // Already gone, or never made: nothing to tidy up.
  }
}

async function writeAndSync(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Seals and unseals credentials. Sealed form: `v1.<key id>.<iv>.<tag>.<ciphertext>`, the last three base64url. */
export class SecretBox {
  readonly #key: Buffer;
  readonly #keyId: string;

  private constructor(key: Buffer) {
    this.#key = key;
    this.#keyId = createHash('sha256').update('code-proxy key id').update(key).digest('hex').slice(0, KEY_ID_CHARACTERS);
  }

  /** Takes the key from its home, making one at the very first start. KEY_UNAVAILABLE. */
  static async open(home: KeyHome): Promise<SecretBox> {
    const key = (await home.load()) ?? (await home.create());
    if (key.length !== KEY_BYTES) throw new AppError('KEY_UNAVAILABLE', `the data key has ${key.length} bytes instead of ${KEY_BYTES}`);
    return new SecretBox(key);
  }

  seal(plain: string): string {
    const iv = randomBytes(IV_BYTES);
    const head = `v1.${this.#keyId}`;
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(head));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [head, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
  }

  /** KEY_UNAVAILABLE when another key is needed or the text was changed; the message says which and what to do. */
  unseal(sealed: string): Secret {
    const [, keyId, iv, tag, body] = SEALED.exec(sealed) ?? [];
    if (keyId === undefined || iv === undefined || tag === undefined || body === undefined) throw damaged();
    if (keyId !== this.#keyId) {
      throw new AppError(
        'KEY_UNAVAILABLE',
        `this credential was sealed with key ${keyId}, which is missing (the key at hand is ${this.#keyId}). ` +
          'Restore that key from a backup of the data folder, or enter the credential again',
        { repair: 'open-endpoints' },
      );
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(`v1.${keyId}`)).setAuthTag(Buffer.from(tag, 'base64url'));
      return new Secret(Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8'));
    } catch (error) {
      throw damaged(error);
    }
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('KEY_UNAVAILABLE', 'this sealed credential was changed or damaged; enter the credential again', {
    cause,
    repair: 'open-endpoints',
  });
}
