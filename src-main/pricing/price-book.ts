/**
 * The prices that apply now: the built-in list under the user's own. A change is on the disk before it counts; asking for a price looks
 * only into memory, because the thread that relays does it.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type { AppliedPrice, PriceInput } from '../../src-shared/schemas/pricing.ts';
import type { TokenCounts } from '../../src-shared/token-cost.ts';
import { costMicroUsd } from '../../src-shared/token-cost.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { builtInPrices } from './built-in-prices.ts';
import { listedPrices, type PriceDocument } from './price-document.ts';
import { readPriceFile, withoutPrice, withPrice, writePriceFile } from './price-file.ts';
import { PriceLists } from './price-lists.ts';

export class PriceBook {
  /** The user's list. */
  readonly file: string;
  readonly #logger: Logger;
  readonly #queue = new SerialQueue();
  readonly #builtIn = builtInPrices();
  #document: PriceDocument = {};
  #lists = new PriceLists({ own: [], builtIn: this.#builtIn });
  #problem: string | null = null;

  constructor(options: { readonly file: string; readonly logger: Logger }) {
    this.file = options.file;
    this.#logger = options.logger;
  }

  async start(): Promise<void> {
    await this.#queue.run(() => this.#read());
    if (this.#problem !== null) this.#logger.warn('the own price list is not in use', { problem: this.#problem });
  }

  /** Why the user's list is not in use; null: nothing is wrong with it. */
  get problem(): string | null {
    return this.#problem;
  }

  priceOf(model: string): AppliedPrice {
    return this.#lists.priceOf(model);
  }

  /** Null: unpriced. */
  costOf(model: string, multiplier: number, usage: TokenCounts): number | null {
    const { prices } = this.priceOf(model);
    return prices === null ? null : costMicroUsd(prices, multiplier, usage);
  }

  /** Names of the user's list, as written there. */
  ownModels(): readonly string[] {
    return listedPrices(this.#document).map(({ model }) => model);
  }

  /** CONFIG_INVALID when the file is broken: it is for the user to mend. */
  async set(price: PriceInput): Promise<AppliedPrice> {
    await this.#change((document) => withPrice(document, price));
    return this.priceOf(price.model);
  }

  /** CONFIG_INVALID when the user's list has no price for it. */
  async remove(model: string): Promise<AppliedPrice> {
    await this.#change((document) => {
      const without = withoutPrice(document, model);
      if (without.removed > 0) return without.document;
      throw new AppError('CONFIG_INVALID', `There is no price of your own for "${model}".`, { field: 'model' });
    });
    return this.priceOf(model);
  }

  #change(change: (document: PriceDocument) => PriceDocument): Promise<void> {
    return this.#queue.run(async () => {
      // The user may have edited it meanwhile.
      await this.#read();
      if (this.#problem !== null) throw new AppError('CONFIG_INVALID', `${this.#problem}. Correct it first; nothing was changed.`);
      const next = change(this.#document);
      await writePriceFile(this.file, next);
      this.#use(next);
    });
  }

  async #read(): Promise<void> {
    const { document, problem } = await readPriceFile(this.file);
    this.#problem = problem;
    this.#use(document);
  }

  #use(document: PriceDocument): void {
    this.#document = document;
    this.#lists = new PriceLists({ own: listedPrices(document), builtIn: this.#builtIn });
  }
}
