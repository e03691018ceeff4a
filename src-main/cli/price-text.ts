/** How prices look in a terminal, and what a recalculation changed or would change. */
import type { AppliedPrice, ModelPrice, PriceList, Recalculation, TokenPrices } from '../../src-shared/schemas/pricing.ts';
import { count, counted, money } from './amounts.ts';
import { renderTable } from './table.ts';
import type { TextStyle } from './text-style.ts';

const NONE = '–';

export function priceTable(style: TextStyle, list: PriceList): string {
  const price = (title: string, of: (prices: TokenPrices) => number) => ({
    title,
    align: 'right' as const,
    cell: ({ prices }: ModelPrice) => (prices === null ? NONE : dollarsText(of(prices))),
  });
  const foot = `US dollars per million tokens. Built-in list of ${list.listDate}; your own prices are in ${list.file}`;
  const problem = list.problem === null ? [] : [style.paint('bad', `Your own prices are not in use: ${list.problem}`)];
  if (list.models.length === 0) return [...problem, 'No model was used in this time.'].join('\n');
  const table = renderTable(
    style,
    [
      { title: 'MODEL', cell: ({ model }) => style.paint('plain', model) },
      { title: 'PRICE', cell: (model) => sourceText(style, model) },
      price('INPUT', ({ input }) => input),
      price('CACHE READ', ({ cacheRead }) => cacheRead),
      price('WRITE 5M', ({ cacheWrite5m }) => cacheWrite5m),
      price('WRITE 1H', ({ cacheWrite1h }) => cacheWrite1h),
      price('OUTPUT', ({ output }) => output),
      { title: 'TOKENS', align: 'right', cell: ({ tokens }) => count(tokens) },
      { title: 'COST', align: 'right', cell: (model) => costText(model) },
      { title: 'UNPRICED', align: 'right', cell: ({ unpricedAttempts }) => count(unpricedAttempts) },
    ],
    list.models,
  );
  return [...problem, table, '', style.paint('faint', foot)].join('\n');
}

function costText({ costMicroUsd, unpricedAttempts }: ModelPrice): string {
  return costMicroUsd === 0 && unpricedAttempts > 0 ? NONE : money(costMicroUsd);
}

/** `yours`, `built in`, `as claude-sonnet-4-5`, `unpriced`. */
function sourceText(style: TextStyle, { source, listedAs, isOwn }: AppliedPrice): string {
  switch (source) {
    case 'override':
      return style.paint('good', 'yours');
    case 'exact':
      return style.paint('plain', 'built in');
    case 'prefix':
      return style.paint('plain', `as ${listedAs ?? NONE}${isOwn ? ' (yours)' : ''}`);
    case 'none':
      return style.paint('warning', 'unpriced');
  }
}

export function appliedText(style: TextStyle, model: string, applied: AppliedPrice): string {
  const name = style.paint('strong', model);
  if (applied.prices === null) return `${name} is ${style.paint('warning', 'unpriced')} now`;
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = applied.prices;
  const cache = `cache read ${dollarsText(cacheRead)}, cache write ${dollarsText(cacheWrite5m)} (1 hour: ${dollarsText(cacheWrite1h)})`;
  return `${name} costs input ${dollarsText(input)}, ${cache}, output ${dollarsText(output)} (${sourceText(style, applied)})`;
}

export function recalculationText(result: Recalculation): string {
  const { isDryRun, attempts, changed, costBeforeMicroUsd, costAfterMicroUsd, newlyPriced, newlyUnpriced } = result;
  if (changed === 0) return `Nothing to change: ${counted(attempts, 'attempt')} looked at.`;
  const notes = [
    ...(newlyPriced > 0 ? [`${count(newlyPriced)} unpriced so far`] : []),
    ...(newlyUnpriced > 0 ? [`${count(newlyUnpriced)} without a price from now on`] : []),
  ];
  const noted = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const verb = isDryRun ? 'would change' : 'changed';
  return `The cost of ${count(changed)} of ${counted(attempts, 'attempt')} ${verb}${noted}: ${money(costBeforeMicroUsd)} → ${money(costAfterMicroUsd)}`;
}

/** `$3`, `$0.30`, `$0.028`: cents unless there is more to say. */
function dollarsText(usd: number): string {
  const text = usd.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 });
  const [, decimals = ''] = text.split('.');
  return `$${decimals.length === 1 ? `${text}0` : text}`;
}
