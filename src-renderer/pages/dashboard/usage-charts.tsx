/** The bar charts of the dashboard, in one part of the bundle with the chart library. A bar leads to its requests. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { UsageStep } from '../../../src-shared/schemas/usage.ts';
import { useFormat } from '../../components/use-format.ts';
import { requestsAddress } from '../../state/requests-address.ts';
import type { ModelBar, ModelLine, SlotBar, TrendBar } from '../../state/series-bars.ts';
import { ChartTip } from './chart-tip.tsx';
import { useSlotWords } from './use-slot-words.ts';

const TICK = { fill: 'var(--muted)', fontSize: 12 };
/** For the longest short number of all languages: 400 with the Russian word for millions. */
const AXIS_WIDTH_PX = 68;
const MAX_BAR_PX = 28;

export function TrendChart({ bars, step }: { readonly bars: readonly TrendBar[]; readonly step: UsageStep }) {
  const { t } = useTranslation();
  return (
    <Bars bars={bars} step={step} title={t('dashboard.trend')} unit="units.requests">
      <Bar
        dataKey="answered"
        stackId="all"
        name={t('dashboard.trendAnswered')}
        fill="var(--series-a)"
        isAnimationActive={false}
        maxBarSize={MAX_BAR_PX}
      />
      <Bar
        dataKey="errors"
        stackId="all"
        name={t('dashboard.trendErrors')}
        fill="var(--series-c)"
        isAnimationActive={false}
        maxBarSize={MAX_BAR_PX}
      />
    </Bars>
  );
}

export interface DrawnLine extends ModelLine {
  readonly name: string;
  readonly colour: string;
  readonly isShown: boolean;
}

export interface ModelsChartProps {
  readonly bars: readonly ModelBar[];
  readonly lines: readonly DrawnLine[];
  readonly step: UsageStep;
}

export function ModelsChart({ bars, lines, step }: ModelsChartProps) {
  const { t } = useTranslation();
  return (
    <Bars bars={bars} step={step} title={t('dashboard.models')} unit="units.tokens">
      {lines.map(({ id, name, colour }) => (
        <Bar key={id} dataKey={id} stackId="all" name={name} fill={colour} isAnimationActive={false} maxBarSize={MAX_BAR_PX} />
      ))}
    </Bars>
  );
}

interface BarsProps {
  readonly bars: readonly SlotBar[];
  readonly step: UsageStep;
  readonly title: string;
  readonly unit: 'units.requests' | 'units.tokens';
  readonly children: ReactNode;
}

function Bars({ bars, step, title, unit, children }: BarsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const words = useSlotWords(step);
  const open = (index: number) => {
    const bar = bars[index];
    if (bar !== undefined) void navigate(requestsAddress({ sinceMs: bar.startMs, untilMs: bar.endMs }));
  };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...bars]}
        accessibilityLayer
        margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
        title={title}
        desc={t('dashboard.chartHint')}
        className="cursor-pointer"
        onClick={({ activeTooltipIndex }) => open(Number(activeTooltipIndex ?? -1))}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="startMs"
          tickFormatter={words.short}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={24}
        />
        <YAxis
          allowDecimals={false}
          tickCount={3}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={AXIS_WIDTH_PX}
          tickFormatter={format.compact}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          // The most of it first.
          itemSorter={({ value }) => -Number(value)}
          content={({ active, label, payload }) =>
            active && (
              <ChartTip
                title={words.full(Number(label))}
                parts={payload.map(({ name, color, value }) => ({ name: String(name), colour: color ?? '', value: Number(value) }))}
                write={(count) => t(unit, { count, value: format.count(count) })}
              />
            )
          }
          wrapperStyle={{ zIndex: 20 }}
        />
        {children}
      </BarChart>
    </ResponsiveContainer>
  );
}
