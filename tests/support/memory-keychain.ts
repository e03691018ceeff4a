/** A keychain that seals reversibly in memory, so that files show what a real one would do to them. */
import type { Keychain } from '../../src-main/platform/keychain.ts';
import type { KeychainState } from '../../src-shared/schemas/secrets.ts';

export class MemoryKeychain implements Keychain {
  current: KeychainState = 'usable';
  /** The lock on it; another one means that the keychain was reset. */
  lock = 0x5a;
  /** Asks for what it opens to be sealed anew. */
  wantsResealing = false;

  state(): Promise<KeychainState> {
    return Promise.resolve(this.current);
  }

  seal(text: string): Promise<Uint8Array> {
    return Promise.resolve(Buffer.concat([Buffer.from([this.lock]), this.#turn(Buffer.from(text))]));
  }

  async open(sealed: Uint8Array): Promise<{ text: string; resealed: Uint8Array | null }> {
    if (sealed[0] !== this.lock) throw new Error('decryption failed');
    const text = this.#turn(sealed.subarray(1)).toString();
    return { text, resealed: this.wantsResealing ? Buffer.concat([await this.seal(text)]) : null };
  }

  #turn(bytes: Uint8Array): Buffer {
    return Buffer.from(bytes.map((byte) => byte ^ this.lock));
  }
}
