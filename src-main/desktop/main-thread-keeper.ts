/** Answers the core's questions that only the main thread can: the data key from the keychain, the settings through electron-store. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { KeyHome } from '../platform/secret-box.ts';
import type { Question } from './host-messages.ts';
import type { DesktopSettingsStore } from './settings-store.ts';

export interface MainThreadKeeperOptions {
  /** Asked for only when needed: the keychain works after the app is ready, not before. */
  readonly keyHome: () => KeyHome;
  readonly settings: DesktopSettingsStore;
}

export class MainThreadKeeper {
  readonly #options: MainThreadKeeperOptions;

  constructor(options: MainThreadKeeperOptions) {
    this.#options = options;
  }

  /** Keys travel as base64; everything else as the matching schema of host-messages.ts says. Rejects with an AppError. */
  async answer(question: Question): Promise<unknown> {
    const { keyHome, settings } = this.#options;
    switch (question.kind) {
      case 'load-key':
        return (await keyHome().load())?.toString('base64') ?? null;
      case 'create-key':
        return (await keyHome().create()).toString('base64');
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
