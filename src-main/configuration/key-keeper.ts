/** Says where the data key lives and what it seals, and moves it; what is stored proves that it arrived. */
import { AppError } from '../../src-shared/app-error.ts';
import type { KeyPlace, SealedKind, SecretsStatus } from '../../src-shared/schemas/secrets.ts';
import type { KeyHomes } from '../platform/key-homes.ts';
import type { Logger } from '../platform/logger.ts';
import { moveKey } from '../platform/move-key.ts';
import { keyIdOf, neededKeyId, SecretBox } from '../platform/secret-box.ts';
import { SerialQueue } from '../platform/serial-queue.ts';

/** Everything that is sealed with the data key. */
export interface SealedTexts {
  list(): Promise<readonly { readonly kind: SealedKind; readonly sealed: string }[]>;
}

export interface KeyKeeperOptions {
  readonly homes: KeyHomes;
  readonly box: SecretBox;
  readonly stored: SealedTexts;
  readonly logger: Logger;
}

/** Sealed and unsealed on every move, for when nothing is stored yet. Any text will do. */
const PROBE = 'code-proxy';

export class KeyKeeper {
  readonly #options: KeyKeeperOptions;
  readonly #queue = new SerialQueue();

  constructor(options: KeyKeeperOptions) {
    this.#options = options;
  }

  async status(): Promise<SecretsStatus> {
    const { homes, box } = this.#options;
    const [inFile, inKeychain] = [await homes.has('keyfile'), await homes.has('keychain')];
    const keychain = await homes.keychain.state();
    const place = placeInUse(inFile, inKeychain, keychain === 'needs-desktop');
    const keyId = box.problem === null ? keyIdOf(box.key()) : null;
    return {
      home: place,
      file: place === null ? null : homes.pathOf(place),
      hasTwoHomes: inFile && inKeychain,
      keyId,
      problem: box.problem?.message ?? null,
      keychain,
      sealed: await this.#sealed(keyId),
    };
  }

  move(to: KeyPlace): Promise<SecretsStatus> {
    return this.#queue.run(async () => {
      const { homes, box, logger } = this.#options;
      const from = (await this.status()).home;
      await moveKey(homes, to, box.key(), (key) => this.#prove(key));
      if (from !== to) logger.info('the data key was moved', { from, to, file: homes.pathOf(to) });
      return this.status();
    });
  }

  /** Whatever the present key opens the one from the new home must open, to the same text. */
  async #prove(arrived: Buffer): Promise<void> {
    const { box, stored } = this.#options;
    const other = SecretBox.with(arrived);
    const keyId = keyIdOf(arrived);
    const own = (await stored.list()).map(({ sealed }) => sealed).filter((sealed) => neededKeyId(sealed) === keyId);
    for (const sealed of [box.seal(PROBE), ...own]) {
      if (other.unseal(sealed).reveal() === box.unseal(sealed).reveal()) continue;
      throw new AppError('KEY_UNAVAILABLE', 'the key from its new home does not open what is stored, so it stays where it was');
    }
  }

  async #sealed(keyId: string | null): Promise<SecretsStatus['sealed']> {
    const counts = new Map<SealedKind, { count: number; unopenable: number }>();
    for (const { kind, sealed } of await this.#options.stored.list()) {
      const before = counts.get(kind) ?? { count: 0, unopenable: 0 };
      counts.set(kind, { count: before.count + 1, unopenable: before.unopenable + (neededKeyId(sealed) === keyId ? 0 : 1) });
    }
    return [...counts].map(([kind, count]) => ({ kind, ...count }));
  }
}

/** Of two, the one that KeyHomes takes. */
function placeInUse(inFile: boolean, inKeychain: boolean, isHeadless: boolean): KeyPlace | null {
  if (inFile && inKeychain) return isHeadless ? 'keyfile' : 'keychain';
  if (inFile) return 'keyfile';
  return inKeychain ? 'keychain' : null;
}
