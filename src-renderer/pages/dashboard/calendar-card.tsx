/** A year as a calendar: a column for each week, darker or brighter by what was used. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_USAGE, type UsageSeries } from '../../../src-shared/schemas/usage.ts';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useCalendarFormat } from '../../components/use-format.ts';
import { calendarWeeks, firstWeekdayOf } from '../../state/calendar-weeks.ts';
import { createColourScale } from '../../state/colour-scale.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { useUsageSeries } from '../../state/queries/use-usage.ts';
import { readerLocale } from '../../state/reader-locale.ts';
import { requestsAddress } from '../../state/requests-address.ts';
import { pointsBySlot } from '../../state/series-bars.ts';
import { metricOf, USAGE_METRICS, type UsageMetric } from '../../state/usage-metric.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { HeatGrid, type HeatRow } from './heat-grid.tsx';
import { HeatLegend } from './heat-legend.tsx';
import { useCellWords } from './use-cell-words.ts';

/** Room for the longest short name of a month. */
const MONTH_COLUMNS = 3;
/** Monday, Wednesday and Friday, whichever day the week begins with. */
const NAMED_WEEKDAYS = [1, 3, 5];

export interface HeatCardProps {
  readonly range: DashboardRange;
  readonly metric: UsageMetric;
}

export function CalendarCard({ range, metric, onMetric }: HeatCardProps & { readonly onMetric: (metric: UsageMetric) => void }) {
  const { t } = useTranslation();
  const series = useUsageSeries({ ...range.year, timeZone: range.timeZone, step: 'day' }, null);
  const repair = useRepair(series.refetch);
  const metrics = USAGE_METRICS.map((value) => ({ value, label: t(`dashboard.metric.${value}`) }));
  return (
    <Card
      title={t('dashboard.calendar')}
      aside={<Segmented label={t('dashboard.metric.label')} value={metric} options={metrics} onChange={onMetric} />}
    >
      <div className={classNames('p-4', series.isPlaceholderData && 'opacity-60')} aria-busy={series.isPlaceholderData}>
        <DataPanel
          data={series.data}
          failure={failureOf(series)}
          skeleton={<div className="aspect-[53/8.4] animate-pulse rounded-md bg-sunken" />}
          onRepair={repair}
        >
          {(data) => <Calendar series={data} range={range} metric={metric} />}
        </DataPanel>
      </div>
    </Card>
  );
}

function Calendar({ series, range, metric }: HeatCardProps & { readonly series: UsageSeries }) {
  const { t, i18n } = useTranslation();
  const calendar = useCalendarFormat();
  const words = useCellWords();
  const weeks = useMemo(() => {
    const dates = series.slots.map(({ key }) => key);
    return calendarWeeks(dates, firstWeekdayOf(readerLocale(i18n.language)));
  }, [series, i18n.language]);
  const totals = useMemo(() => pointsBySlot(series.lines[0]), [series]);
  const values = useMemo(() => [...totals.values()].map((one) => metricOf(metric, one)), [totals, metric]);
  const scale = useMemo(
    () =>
      createColourScale(
        values.filter((value) => value !== null),
        { isWhole: metric !== 'cost' },
      ),
    [values, metric],
  );
  const hasLine = range.firstDate > (series.slots[0]?.key ?? '');
  const rows = useMemo(() => {
    const isIn = (index: number | null | undefined) => hasLine && index != null && (series.slots[index]?.key ?? '') >= range.firstDate;
    return weeks.rows.map((indexes, row): HeatRow => {
      const weekday = weeks.weekdays[row] ?? 1;
      const cells = indexes.map((index, column) => {
        const slot = index === null ? undefined : series.slots[index];
        if (index === null || slot === undefined) return null;
        const day = totals.get(index) ?? NO_USAGE;
        const value = metricOf(metric, day);
        const sides = [weeks.rows[row - 1]?.[column], indexes[column + 1], weeks.rows[row + 1]?.[column], indexes[column - 1]];
        return {
          shade: value === null ? null : scale.shadeOf(value),
          when: calendar.date(slot.key),
          values: words(day),
          href: requestsAddress({ sinceMs: slot.startMs, untilMs: slot.endMs }),
          edges: isIn(index) ? [...'trbl'].filter((_, side) => !isIn(sides[side])).join('') : '',
        };
      });
      return { key: String(weekday), head: calendar.weekday(weekday), isHeadHidden: !NAMED_WEEKDAYS.includes(weekday), cells };
    });
  }, [weeks, series, totals, metric, scale, words, calendar, range.firstDate, hasLine]);
  const heads = weeks.months.map(({ date, columns }) => ({ key: date, columns, text: columns >= MONTH_COLUMNS ? calendar.month(date) : '' }));
  const label = t('dashboard.calendarGrid', { metric: t(`dashboard.metric.${metric}`), date: calendar.date(range.lastDate) });
  return (
    <>
      <HeatGrid label={label} heads={heads} rows={rows} cellHeight="aspect-square" headWidth="w-10" />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <HeatLegend metric={metric} scale={scale} hasUnpriced={values.includes(null)} />
        <p className="text-xs text-muted">{hasLine && t('dashboard.calendarRange')}</p>
      </div>
    </>
  );
}
