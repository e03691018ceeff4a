/** The models with their prices, unpriced ones first. */
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ModelPrice, PriceSource, TokenPrices } from '../../../src-shared/schemas/pricing.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';

const TONES: Readonly<Record<PriceSource, Tone>> = { override: 'accent', exact: 'neutral', prefix: 'neutral', none: 'warn' };

const COLUMNS = [
  ['input', ({ input }: TokenPrices) => input],
  ['cacheRead', ({ cacheRead }: TokenPrices) => cacheRead],
  ['cacheWrite', ({ cacheWrite5m }: TokenPrices) => cacheWrite5m],
  ['output', ({ output }: TokenPrices) => output],
] as const;

export interface PriceTableProps {
  readonly models: readonly ModelPrice[];
  readonly onEdit: (model: ModelPrice) => void;
}

export function PriceTable({ models, onEdit }: PriceTableProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('pricing.list')} className="max-h-96 overflow-auto rounded-md border border-line" tabIndex={-1}>
      <table className="w-full border-collapse text-[13px]">
        <thead className="sticky top-0 bg-surface text-left text-muted">
          <tr className="border-b border-line">
            <th className="px-2 py-1.5 font-medium">{t('pricing.model')}</th>
            <th className="px-2 py-1.5 font-medium">{t('pricing.source')}</th>
            {COLUMNS.map(([name]) => (
              <th key={name} className="px-2 py-1.5 text-right font-medium">
                {t(`pricing.${name}`)}
              </th>
            ))}
            <th className="px-2 py-1.5 text-right font-medium">{t('pricing.used')}</th>
            <th aria-hidden className="w-8" />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {models.map((model) => (
            <PriceRow key={model.model} model={model} onEdit={onEdit} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PriceRow({ model, onEdit }: { readonly model: ModelPrice; readonly onEdit: (model: ModelPrice) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { prices, source } = model;
  return (
    <tr>
      <th scope="row" title={model.model} className="max-w-52 truncate px-2 py-1 text-left font-normal">
        {model.model}
      </th>
      <td className="max-w-44 truncate px-2 py-1">
        <Badge tone={TONES[source]} title={t(`pricing.sourceHints.${source}`)}>
          {t(`pricing.sources.${source}`, { model: model.listedAs ?? '' })}
        </Badge>
      </td>
      {COLUMNS.map(([name, of]) => (
        <td key={name} className="px-2 py-1 text-right tabular-nums">
          {prices === null ? t('common.dash') : format.price(of(prices))}
        </td>
      ))}
      <td title={format.count(model.tokens)} className="px-2 py-1 text-right text-muted tabular-nums">
        {format.compact(model.tokens)}
      </td>
      <td className="py-0.5 pr-1 text-right">
        <IconButton
          size="smallIcon"
          label={t('pricing.edit', { model: model.model })}
          icon={<Pencil aria-hidden className="size-3.5" />}
          onClick={() => onEdit(model)}
        />
      </td>
    </tr>
  );
}
