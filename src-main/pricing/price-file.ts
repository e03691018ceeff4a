/** The user's own prices: pricing.json in the data folder, in the format of models.dev, for the user to edit as well. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PriceInput } from '../../src-shared/schemas/pricing.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { fileRefused, writeFileAtomically } from '../platform/private-files.ts';
import { modelKey } from './model-key.ts';
import { type PriceDocument, priceDocumentSchema } from './price-document.ts';

/** Provider under which prices are entered here. Those of other providers are the user's own doing. */
const OWN_PROVIDER = 'own';

export interface ReadPrices {
  readonly document: PriceDocument;
  /** Why the file is not in use, for people; null: nothing is wrong. */
  readonly problem: string | null;
}

/** Never rejects: a file that cannot be used gives no prices and a problem. */
export async function readPriceFile(path: string): Promise<ReadPrices> {
  try {
    const parsed = priceDocumentSchema.safeParse(JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')));
    if (parsed.success) return { document: parsed.data, problem: null };
    const [issue] = parsed.error.issues;
    const place = (issue?.path ?? []).map(String).join(' → ');
    return { document: {}, problem: `${path} has a fault${place === '' ? '' : ` at ${place}`}: ${issue?.message ?? 'not a price list'}` };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT') return { document: {}, problem: null };
    if (error instanceof SyntaxError) return { document: {}, problem: `${path} is not valid JSON` };
    return { document: {}, problem: `${path} cannot be read (${code ?? String(error)})` };
  }
}

/** @throws DATA_FOLDER_UNWRITABLE */
export async function writePriceFile(path: string, document: PriceDocument): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(document, null, 2)}\n`).catch((cause: unknown) => {
    throw fileRefused('write', path, cause);
  });
}

/** The same document with this price and no other for the model. */
export function withPrice(document: PriceDocument, { model, input, output, cacheRead, cacheWrite, cacheWrite1h }: PriceInput): PriceDocument {
  const others = withoutPrice(document, model).document;
  const cost = z
    .record(z.string(), z.number())
    .parse(
      Object.fromEntries(
        Object.entries({ input, output, cache_read: cacheRead, cache_write: cacheWrite, cache_write_1h: cacheWrite1h }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
    );
  const own = others[OWN_PROVIDER] ?? { models: {} };
  return priceDocumentSchema.parse({ ...others, [OWN_PROVIDER]: { ...own, models: { ...own.models, [model]: { cost } } } });
}

/** Takes out every way of writing the model. */
export function withoutPrice(document: PriceDocument, model: string): { readonly document: PriceDocument; readonly removed: number } {
  let removed = 0;
  const key = modelKey(model);
  const providers = Object.entries(document).map(([name, provider]) => {
    const kept = Object.entries(provider.models).filter(([listed]) => listed !== model && modelKey(listed) !== key);
    removed += Object.keys(provider.models).length - kept.length;
    return [name, { ...provider, models: Object.fromEntries(kept) }] as const;
  });
  return { document: Object.fromEntries(providers), removed };
}
