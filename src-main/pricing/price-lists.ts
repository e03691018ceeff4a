/** Decides which price belongs to a model: the user's or the built-in one of that name, else the one with the longest beginning. */
import type { AppliedPrice } from '../../src-shared/schemas/pricing.ts';
import { isLongerFormOf, modelKey } from './model-key.ts';
import type { ListedPrice } from './price-document.ts';

const NO_PRICE: AppliedPrice = { source: 'none', listedAs: null, isOwn: false, prices: null };

type Names = ReadonlyMap<string, ListedPrice>;

/** Immutable; a change of prices makes a new list. Answers are remembered, since it is asked once per attempt. */
export class PriceLists {
  readonly #own: Names;
  readonly #builtIn: Names;
  readonly #applied = new Map<string, AppliedPrice>();

  constructor(lists: { readonly own: readonly ListedPrice[]; readonly builtIn: readonly ListedPrice[] }) {
    this.#own = byName(lists.own);
    this.#builtIn = byName(lists.builtIn);
  }

  priceOf(model: string): AppliedPrice {
    const known = this.#applied.get(model);
    if (known !== undefined) return known;
    const applied = this.#find(model);
    // Clients choose the names.
    if (this.#applied.size >= MAX_REMEMBERED) this.#applied.clear();
    this.#applied.set(model, applied);
    return applied;
  }

  #find(model: string): AppliedPrice {
    const key = modelKey(model);
    const own = exact(this.#own, model, key);
    if (own !== undefined) return { source: 'override', listedAs: own.model, isOwn: true, prices: own.prices };
    const builtIn = exact(this.#builtIn, model, key);
    if (builtIn !== undefined) return { source: 'exact', listedAs: builtIn.model, isOwn: false, prices: builtIn.prices };
    const [ownPrefix, builtInPrefix] = [longestPrefix(this.#own, key), longestPrefix(this.#builtIn, key)];
    const isOwn = ownPrefix !== null && ownPrefix.length >= (builtInPrefix?.length ?? 0);
    const found = isOwn ? ownPrefix : builtInPrefix;
    return found === null ? NO_PRICE : { source: 'prefix', listedAs: found.price.model, isOwn, prices: found.price.prices };
  }
}

const MAX_REMEMBERED = 2_000;

/** By the name as it is written and by its key; the first that claims one keeps it. */
function byName(prices: readonly ListedPrice[]): Names {
  const names = new Map<string, ListedPrice>();
  for (const price of prices) if (!names.has(price.model)) names.set(price.model, price);
  // As written first, so that `x-latest` is not taken for `x` where both are listed.
  for (const price of prices) if (!names.has(modelKey(price.model))) names.set(modelKey(price.model), price);
  return names;
}

function exact(names: Names, model: string, key: string): ListedPrice | undefined {
  return names.get(model) ?? names.get(key);
}

function longestPrefix(names: Names, key: string): { readonly price: ListedPrice; readonly length: number } | null {
  let longest: { readonly price: ListedPrice; readonly length: number } | null = null;
  for (const [listed, price] of names) {
    if (listed.length > (longest?.length ?? 0) && isLongerFormOf(key, listed)) longest = { price, length: listed.length };
  }
  return longest;
}
