/**
 * Decides how credentials are kept at rest: AES-256-GCM under one random data key that every sealed text names, so that a
 * missing key is told apart from a damaged text. Only the key has a home: key-homes.ts.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../src-shared/app-error.ts';
import { Secret } from './secret.ts';

/** AES-256. */
export const KEY_BYTES = 32;
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

/** Where the key that would lie at `path` lies when the system's keychain sealed it. */
export function sealedKeyFile(path: string): string {
  return `${path}.sealed`;
}

/** Says which key it is, and nothing about it. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('code-proxy key id').update(key).digest('hex').slice(0, KEY_ID_CHARACTERS);
}

/** Seals and unseals credentials. Sealed form: `v1.<key id>.<iv>.<tag>.<ciphertext>`, the last three base64url. */
export class SecretBox {
  readonly #held: { readonly key: Buffer; readonly id: string } | AppError;

  private constructor(held: Buffer | AppError) {
    this.#held = held instanceof AppError ? held : { key: held, id: keyIdOf(held) };
  }

  /** Takes the key from its home, making one at the very first start. KEY_UNAVAILABLE. */
  static async open(home: KeyHome): Promise<SecretBox> {
    return SecretBox.with((await home.load()) ?? (await home.create()));
  }

  /** KEY_UNAVAILABLE when it is none. */
  static with(key: Buffer): SecretBox {
    if (key.length !== KEY_BYTES) throw new AppError('KEY_UNAVAILABLE', `the data key has ${key.length} bytes instead of ${KEY_BYTES}`);
    return new SecretBox(key);
  }

  /** One whose key cannot be had: sealing and unsealing fail with `problem`, and what needs neither goes on. */
  static closed(problem: AppError): SecretBox {
    return new SecretBox(problem);
  }

  /** Why nothing can be sealed or unsealed; null: it can. */
  get problem(): AppError | null {
    return this.#held instanceof AppError ? this.#held : null;
  }

  /** The key itself, for moving it. KEY_UNAVAILABLE. */
  key(): Buffer {
    return this.#open().key;
  }

  #open(): { readonly key: Buffer; readonly id: string } {
    if (this.#held instanceof AppError) throw this.#held;
    return this.#held;
  }

  seal(plain: string): string {
    const { key, id } = this.#open();
    const iv = randomBytes(IV_BYTES);
    const head = `v1.${id}`;
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(head));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [head, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
  }

  /** KEY_UNAVAILABLE when another key is needed or the text was changed; the message says which and what to do. */
  unseal(sealed: string): Secret {
    const { key, id } = this.#open();
    const [, keyId, iv, tag, body] = SEALED.exec(sealed) ?? [];
    if (keyId === undefined || iv === undefined || tag === undefined || body === undefined) throw damaged();
    if (keyId !== id) {
      throw new AppError(
        'KEY_UNAVAILABLE',
        `this credential was sealed with key ${keyId}, which is missing (the key at hand is ${id}). ` +
          'Restore that key from a backup of the data folder, or enter the credential again',
        { repair: 'open-endpoints' },
      );
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(`v1.${keyId}`)).setAuthTag(Buffer.from(tag, 'base64url'));
      return new Secret(Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8'));
    } catch (error) {
      throw damaged(error);
    }
  }
}

/** Which key a sealed text needs; null when it is none. */
export function neededKeyId(sealed: string): string | null {
  return SEALED.exec(sealed)?.[1] ?? null;
}

function damaged(cause?: unknown): AppError {
  return new AppError('KEY_UNAVAILABLE', 'this sealed credential was changed or damaged; enter the credential again', {
    cause,
    repair: 'open-endpoints',
  });
}
