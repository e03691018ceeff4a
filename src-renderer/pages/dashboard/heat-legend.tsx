/** What the shades of a heatmap stand for, in words and numbers. */
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import type { ColourScale } from '../../state/colour-scale.ts';
import type { UsageMetric } from '../../state/usage-metric.ts';

export interface HeatLegendProps {
  readonly metric: UsageMetric;
  readonly scale: ColourScale;
  readonly hasUnpriced: boolean;
}

const SWATCHES = ['bg-(--heat-0)', 'bg-(--heat-1)', 'bg-(--heat-2)', 'bg-(--heat-3)', 'bg-(--heat-4)', 'bg-(--heat-5)'] as const;

export function HeatLegend({ metric, scale, hasUnpriced }: HeatLegendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const write = metric === 'cost' ? format.cost : format.compact;
  return (
    <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted tabular-nums">
      <li aria-hidden>{t('dashboard.heat.legend', { metric: t(`dashboard.metric.${metric}`) })}</li>
      <Entry swatch={SWATCHES[0]} text={t('dashboard.heat.none')} />
      {scale.steps.map(({ shade, from }) => (
        <Entry
          key={shade}
          swatch={SWATCHES[shade] ?? SWATCHES[0]}
          text={from === 0 ? t('dashboard.heat.some') : t('dashboard.heat.from', { value: write(from) })}
        />
      ))}
      {hasUnpriced && <Entry swatch="heat-unpriced" text={t('dashboard.unpriced')} />}
    </ul>
  );
}

function Entry({ swatch, text }: { readonly swatch: string; readonly text: string }) {
  return (
    <li className="flex items-center gap-1">
      <span aria-hidden className={classNames('size-3 rounded-[3px]', swatch)} />
      {text}
    </li>
  );
}
