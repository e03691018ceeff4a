/** When during the day: a row of 24 hours for each date, or for each weekday where there are too many dates. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_USAGE, type UsageHours } from '../../../src-shared/schemas/usage.ts';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { useCalendarFormat, useFormat } from '../../components/use-format.ts';
import { firstWeekdayOf, weekdaysFrom } from '../../state/calendar-weeks.ts';
import { createColourScale } from '../../state/colour-scale.ts';
import { type DashboardRange, MAX_HOUR_ROWS } from '../../state/dashboard-range.ts';
import { createLocalDates } from '../../state/local-dates.ts';
import { useUsageHours } from '../../state/queries/use-usage.ts';
import { readerLocale } from '../../state/reader-locale.ts';
import { requestsAddress } from '../../state/requests-address.ts';
import { metricOf } from '../../state/usage-metric.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import type { HeatCardProps } from './calendar-card.tsx';
import { HeatGrid, type HeatRow } from './heat-grid.tsx';
import { HeatLegend } from './heat-legend.tsx';
import { useCellWords } from './use-cell-words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const HEAD_EVERY = 3;
/** Few rows have room for taller cells. */
const FEW_ROWS = 7;
const HALF_MONTH_ROWS = 16;

export function HoursCard({ range, metric }: HeatCardProps) {
  const { t } = useTranslation();
  const byDate = range.days <= MAX_HOUR_ROWS;
  const hours = useUsageHours(range, byDate ? 'date' : 'weekday');
  const repair = useRepair(hours.refetch);
  const rows = byDate ? range.days : FEW_ROWS;
  return (
    <Card title={t('dashboard.hours')} aside={byDate ? undefined : <span className="text-muted">{t('dashboard.hoursSummed')}</span>}>
      <div className={classNames('p-4', hours.isPlaceholderData && 'opacity-60')} aria-busy={hours.isPlaceholderData}>
        <DataPanel
          data={hours.data}
          failure={failureOf(hours)}
          skeleton={<div style={{ height: `${rows * (rows <= FEW_ROWS ? 2.3 : 1.3) + 3}rem` }} className="animate-pulse rounded-md bg-sunken" />}
          onRepair={repair}
        >
          {(data) => <Hours hours={data} range={range} metric={metric} />}
        </DataPanel>
      </div>
    </Card>
  );
}

function Hours({ hours, range, metric }: HeatCardProps & { readonly hours: UsageHours }) {
  const { t } = useTranslation();
  const calendar = useCalendarFormat();
  const format = useFormat();
  const values = useMemo(() => hours.cells.map((cell) => metricOf(metric, cell)), [hours, metric]);
  const scale = useMemo(
    () =>
      createColourScale(
        values.filter((value) => value !== null),
        { isWhole: metric !== 'cost' },
      ),
    [values, metric],
  );
  const rows = useHourRows({ hours, range, metric, shadeOf: scale.shadeOf });
  // What is shown may still be the answer for another range.
  const isByDate = (hours.rows[0] ?? '').length > 1;
  const heads = HOURS.filter((hour) => hour % HEAD_EVERY === 0).map((hour) => ({
    key: String(hour),
    columns: HEAD_EVERY,
    text: calendar.hour(hour),
  }));
  const name = t(`dashboard.metric.${metric}`);
  return (
    <>
      <HeatGrid
        label={t(isByDate ? 'dashboard.hoursByDate' : 'dashboard.hoursByWeekday', { metric: name })}
        heads={heads}
        rows={rows}
        cellHeight={heightOf(rows.length)}
        headWidth="w-18"
        hint={isByDate ? null : t('dashboard.hoursLead')}
      />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <HeatLegend metric={metric} scale={scale} hasUnpriced={values.includes(null)} />
        {!isByDate && (
          <p className="text-xs text-muted">{t('dashboard.hoursNarrow', { count: MAX_HOUR_ROWS, value: format.count(MAX_HOUR_ROWS) })}</p>
        )}
      </div>
    </>
  );
}

function heightOf(rows: number): string {
  if (rows <= FEW_ROWS) return 'h-7';
  return rows <= HALF_MONTH_ROWS ? 'h-4.5' : 'h-3.5';
}

interface HourRowsNeeds extends HeatCardProps {
  readonly hours: UsageHours;
  readonly shadeOf: (value: number) => number;
}

function useHourRows({ hours, range, metric, shadeOf }: HourRowsNeeds): readonly HeatRow[] {
  const { language } = useTranslation().i18n;
  const calendar = useCalendarFormat();
  const words = useCellWords();
  const starts = useMemo(() => hourStarts(hours.rows, range), [hours.rows, range]);
  // The list is of one span of time: the same hour of many weeks leads to the range that they are of.
  const whole = requestsAddress({ sinceMs: range.sinceMs, untilMs: range.untilMs });
  return useMemo(() => {
    const cells = new Map(hours.cells.map((cell) => [cell.row * HOURS.length + cell.hour, cell]));
    return rowOrder(hours.rows, language).map((row): HeatRow => {
      const key = hours.rows[row] ?? '';
      const isDate = key.length > 1;
      const day = isDate ? calendar.date(key) : calendar.weekdayInFull(Number(key));
      return {
        key,
        head: isDate ? calendar.dayOfMonth(key) : calendar.weekday(Number(key)),
        isHeadHidden: false,
        cells: HOURS.map((hour) => {
          const totals = cells.get(row * HOURS.length + hour) ?? NO_USAGE;
          const value = metricOf(metric, totals);
          return {
            shade: value === null ? null : shadeOf(value),
            when: `${day}, ${calendar.hours(hour)}`,
            values: words(totals),
            href: isDate ? hourAddress(starts.get(key), hour) : whole,
            edges: '',
          };
        }),
      };
    });
  }, [hours, metric, shadeOf, starts, whole, calendar, words, language]);
}

/** Indexes of the rows as they are shown: dates as they come, weekdays as the reader's week has them. */
function rowOrder(keys: readonly string[], language: string): readonly number[] {
  const rows = keys.map((_, row) => row);
  if ((keys[0] ?? '').length > 1) return rows;
  const week = weekdaysFrom(firstWeekdayOf(readerLocale(language)));
  const placeOf = (row: number) => week.indexOf(Number(keys[row]));
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Null: an hour that the date leaves out. */
function hourAddress(starts: readonly number[] | undefined, hour: number): string | null {
  const [sinceMs, untilMs] = [starts?.[hour], starts?.[hour + 1]];
  return sinceMs === undefined || untilMs === undefined || sinceMs === untilMs ? null : requestsAddress({ sinceMs, untilMs });
}

/** For each date the instants at which its hours begin, and the end of the last; weekdays have none. */
function hourStarts(keys: readonly string[], { timeZone }: DashboardRange): ReadonlyMap<string, readonly number[]> {
  const dates = createLocalDates(timeZone);
  return new Map(keys.filter((key) => key.length > 1).map((key) => [key, dates.hoursOf(key)]));
}
