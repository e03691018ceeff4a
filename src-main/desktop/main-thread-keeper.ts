/** Answers the core's questions that only the main thread can: the keychain, and the settings through electron-store. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Keychain } from '../platform/keychain.ts';
import type { Question } from './host-messages.ts';
import type { DesktopSettingsStore } from './settings-store.ts';

export interface MainThreadKeeperOptions {
  /** Works after the app is ready, not before. */
  readonly keychain: Keychain;
  readonly settings: DesktopSettingsStore;
}

export class MainThreadKeeper {
  readonly #options: MainThreadKeeperOptions;

  constructor(options: MainThreadKeeperOptions) {
    this.#options = options;
  }

  /** As the matching schema of host-messages.ts says. */
  async answer(question: Question): Promise<unknown> {
    const { keychain, settings } = this.#options;
    switch (question.kind) {
      case 'keychain-state':
        return keychain.state();
      case 'seal':
        return base64(await keychain.seal(question.text));
      case 'unseal': {
        const { text, resealed } = await keychain.open(Buffer.from(question.sealed, 'base64'));
        return { text, resealed: resealed === null ? null : base64(resealed) };
      }
      case 'read-settings':
        return settings.read();
      case 'set-settings-aside':
        return settings.setAside();
      case 'write-settings':
        return settings.write(question.document);
      default:
        return assertNever(question);
    }
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
