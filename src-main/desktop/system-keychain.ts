/** Decides whether the system's keychain protects anything, and speaks to it through Electron's safeStorage. */
import type { safeStorage } from 'electron';
import type { Keychain } from '../platform/keychain.ts';

/** As much of Electron's safeStorage as is used: the asynchronous part, since the other is deprecated. */
export type SafeStorage = Pick<
  typeof safeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

export function systemKeychain(storage: SafeStorage, platform: NodeJS.Platform): Keychain {
  return {
    async state() {
      if (!(await storage.isAsyncEncryptionAvailable())) return 'none';
      // On Linux without a keyring Chromium falls back to a fixed password: that protects nothing.
      return platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text' ? 'fixed-password' : 'usable';
    },
    seal: (text) => storage.encryptStringAsync(text),
    async open(sealed) {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(sealed));
      return { text: result, resealed: shouldReEncrypt ? await storage.encryptStringAsync(result) : null };
    },
  };
}
