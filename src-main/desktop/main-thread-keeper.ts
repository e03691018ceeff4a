/** Answers the core's questions that only the main thread can: the keychain, the settings through electron-store, the system's proxies. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Keychain } from '../platform/keychain.ts';
import type { Question } from './host-messages.ts';
import type { DesktopSettingsStore } from './settings-store.ts';

export interface MainThreadKeeperOptions {
  /** Works after the app is ready, not before. */
  readonly keychain: Keychain;
  readonly settings: DesktopSettingsStore;
  /** Which proxy the system names for a URL, as a proxy script says it. */
  readonly resolveProxy: (url: string) => Promise<string>;
}

export class MainThreadKeeper {
  readonly #options: MainThreadKeeperOptions;

  constructor(options: MainThreadKeeperOptions) {
    this.#options = options;
  }

  /** As the matching schema of host-messages.ts says. */
  async answer(question: Question): Promise<unknown> {
    const { keychain, settings, resolveProxy } = this.#options;
    switch (question.kind) {
      case 'keychain-state':
        return keychain.state();
      case 'seal':
        return base64(await keychain.seal(question.text));
      case 'unseal': {
        const { text, resealed } = await keychain.open(Buffer.from(question.sealed, 'base64'));
        return { text, resealed: resealed === null ? null : base64(resealed) };
      }
      case 'resolve-proxy':
        return resolveProxy(question.url);
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
