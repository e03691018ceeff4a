/** The keychain of the operating system as the core sees it. Only the desktop host has one; see docs/decisions/0183. */
import { AppError } from '../../src-shared/app-error.ts';
import type { KeychainState } from '../../src-shared/schemas/secrets.ts';

export interface Keychain {
  state(): Promise<KeychainState>;
  /** Ask only when `usable`. */
  seal(text: string): Promise<Uint8Array>;
  /** Rejects when the keychain is locked, was reset, or sealed something else. `resealed`: to be kept in its place; null: as it was. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly resealed: Uint8Array | null }>;
}

/** Of the headless host. */
export const NO_KEYCHAIN: Keychain = {
  state: async () => 'needs-desktop',
  seal: async () => {
    throw unusable('needs-desktop');
  },
  open: async () => {
    throw unusable('needs-desktop');
  },
};

/** Why nothing can be sealed here, and how it can. NOT_SUPPORTED_HERE. */
export function unusable(state: Exclude<KeychainState, 'usable'>): AppError {
  return new AppError('NOT_SUPPORTED_HERE', WHY[state]);
}

const WHY: Record<Exclude<KeychainState, 'usable'>, string> = {
  'needs-desktop':
    'only the desktop app can seal the key with this computer’s keychain. Stop what runs here, start the desktop app on the same data ' +
    'folder, and run "code-proxy secrets move --to keychain" again, or do it on its settings page',
  none: 'the system offers no keychain. Unlock it, or on Linux log in to a session with a keyring (GNOME Keyring, KWallet), and start the desktop app again',
  'fixed-password':
    'this session has no keyring, so that the key would be sealed with a password that everybody knows. Set up GNOME Keyring or KWallet, ' +
    'log in again, and start the desktop app once more',
};
