/** What the form of a price holds as text, and what of it is sent to the core. */
import { z } from 'zod';
import { type ModelPrice, type PriceInput, priceInputSchema } from '../../src-shared/schemas/pricing.ts';

/** Message that the form translates; all others come from the shared schemas as they are. */
export const NOT_DOLLARS = 'pricing.notNumber';

const { shape } = priceInputSchema;

const needed = z
  .string()
  .transform((text, context) => readDollars(text) ?? refuse(context))
  .pipe(shape.input);
/** Empty: left to the core. */
const optional = z
  .string()
  .transform((text, context) => (text.trim() === '' ? undefined : (readDollars(text) ?? refuse(context))))
  .pipe(shape.cacheRead);

export const priceFormSchema = z.object({
  model: shape.model,
  input: needed,
  output: needed,
  cacheRead: optional,
  cacheWrite: optional,
  cacheWrite1h: optional,
});
export type PriceFormValues = z.input<typeof priceFormSchema>;
export type CheckedPriceForm = z.output<typeof priceFormSchema>;

export const EMPTY_PRICE: PriceFormValues = { model: '', input: '', output: '', cacheRead: '', cacheWrite: '', cacheWrite1h: '' };

/** With the price that applies now, so that only what differs need be typed. */
export function priceFormOf({ model, prices }: Pick<ModelPrice, 'model' | 'prices'>): PriceFormValues {
  if (prices === null) return { ...EMPTY_PRICE, model };
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = prices;
  const texts = { input: String(input), output: String(output), cacheRead: String(cacheRead), cacheWrite: String(cacheWrite5m) };
  return { model, ...texts, cacheWrite1h: String(cacheWrite1h) };
}

export function priceInputOf({ model, input, output, cacheRead, cacheWrite, cacheWrite1h }: CheckedPriceForm): PriceInput {
  return {
    model,
    input,
    output,
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
  };
}

/** `3`, `$0.30`, `0,3`; null: none of these. */
function readDollars(text: string): number | null {
  const plain = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function refuse(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: NOT_DOLLARS });
  return z.NEVER;
}
