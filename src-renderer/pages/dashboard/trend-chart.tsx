/** The bars of the trend: answered requests, and on top those that failed. */
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat } from '../../components/use-format.ts';
import type { TrendPoint } from '../../state/queries/use-usage.ts';
import type { TrendPeriod } from '../../state/ui-store.ts';

export interface TrendChartProps {
  readonly points: readonly TrendPoint[];
  readonly period: TrendPeriod;
}

const TICK = { fill: 'var(--muted)', fontSize: 12 };

export function TrendChart({ points, period }: TrendChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = period === '24h' ? format.hour : format.day;
  const rows = points.map(({ startMs, totals }) => ({
    startMs,
    answered: totals.exchanges - totals.errors,
    errors: totals.errors,
    outputTokens: totals.outputTokens,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={rows} accessibilityLayer margin={{ top: 4, right: 0, bottom: 0, left: 0 }} title={t('dashboard.trend')}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="startMs" tickFormatter={label} tick={TICK} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} minTickGap={24} />
        <YAxis allowDecimals={false} tickCount={3} tick={TICK} tickLine={false} axisLine={false} width={34} tickFormatter={format.compact} />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          labelFormatter={(startMs) => label(Number(startMs))}
          contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6, color: 'var(--text)' }}
          itemStyle={{ color: 'var(--text)' }}
        />
        <Bar
          dataKey="answered"
          stackId="requests"
          name={t('dashboard.trendRequests')}
          fill="var(--series-a)"
          isAnimationActive={false}
          maxBarSize={28}
        />
        <Bar dataKey="errors" stackId="requests" name={t('dashboard.trendErrors')} fill="var(--series-c)" isAnimationActive={false} maxBarSize={28} />
      </BarChart>
    </ResponsiveContainer>
  );
}
