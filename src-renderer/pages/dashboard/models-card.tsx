/** Tokens by model over the range, stacked; each model can be hidden by its entry of the legend. */
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageSeries, UsageStep } from '../../../src-shared/schemas/usage.ts';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { loadedLate } from '../../components/loaded-late.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { useUsageSeries } from '../../state/queries/use-usage.ts';
import { modelBars } from '../../state/series-bars.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import type { DrawnLine } from './usage-charts.tsx';

const ModelsChart = loadedLate(async () => (await import('./usage-charts.tsx')).ModelsChart);

export function ModelsCard({ range }: { readonly range: DashboardRange }) {
  const { t } = useTranslation();
  const series = useUsageSeries(range, 'model');
  const repair = useRepair(series.refetch);
  return (
    <Card title={t('dashboard.models')}>
      <div className={classNames('p-4', series.isPlaceholderData && 'opacity-60')} aria-busy={series.isPlaceholderData}>
        <DataPanel
          data={series.data}
          failure={failureOf(series)}
          skeleton={<div className="h-56 animate-pulse rounded-md bg-sunken" />}
          onRepair={repair}
        >
          {(data) => <Models series={data} step={range.step} />}
        </DataPanel>
      </div>
    </Card>
  );
}

function Models({ series, step }: { readonly series: UsageSeries; readonly step: UsageStep }) {
  const { t } = useTranslation();
  const { bars, lines } = useMemo(() => modelBars(series), [series]);
  // By name: their order changes with the range.
  const [hidden, setHidden] = useState<readonly (string | null)[]>([]);
  if (lines.length === 0) return <p className="text-muted">{t('dashboard.modelsEmpty')}</p>;
  const nameOf = (model: string | null) => (model === null ? t('dashboard.modelsOthers') : model === '' ? t('dashboard.modelsNone') : model);
  const toggle = (model: string | null) => setHidden((now) => (now.includes(model) ? now.filter((one) => one !== model) : [...now, model]));
  const drawn = lines.map((line, index) => ({
    ...line,
    name: nameOf(line.model),
    colour: line.model === null ? 'var(--model-rest)' : `var(--model-${index + 1})`,
    isShown: !hidden.includes(line.model),
  }));
  return (
    <>
      <div className="h-48">
        <Suspense fallback={null}>
          <ModelsChart bars={bars} lines={drawn.filter(({ isShown }) => isShown)} step={step} />
        </Suspense>
      </div>
      <ul aria-label={t('dashboard.modelsLegend')} className="mt-2 flex flex-wrap gap-x-1 gap-y-0.5">
        {drawn.map((line) => (
          <LegendEntry key={line.model ?? 'others'} line={line} onToggle={() => toggle(line.model)} />
        ))}
      </ul>
    </>
  );
}

function LegendEntry({ line, onToggle }: { readonly line: DrawnLine; readonly onToggle: () => void }) {
  const format = useFormat();
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-pressed={line.isShown}
        onClick={onToggle}
        className={classNames(
          'flex max-w-full items-center gap-1.5 rounded px-1.5 py-0.5 text-[13px] hover:bg-hover',
          !line.isShown && 'line-through',
        )}
      >
        <span
          aria-hidden
          className="size-2.5 shrink-0 rounded-[3px]"
          style={line.isShown ? { background: line.colour } : { border: `1.5px solid ${line.colour}` }}
        />
        <span className="truncate">{line.name}</span>
        <span className="text-muted tabular-nums">{format.compact(line.tokens)}</span>
      </button>
    </li>
  );
}
