/** Which range of time the page is about: the usual ones at one press, any other by its dates. */
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { Popover } from '../../components/popover.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useCalendarFormat } from '../../components/use-format.ts';
import { RANGE_PRESETS } from '../../state/dashboard-range.ts';
import { isDate } from '../../state/local-dates.ts';
import type { RangeState } from './use-dashboard-range.ts';

export function RangePicker({ range, choose }: RangeState) {
  const { t } = useTranslation();
  const presets = RANGE_PRESETS.map((value) => ({ value, label: t(`dashboard.range.${value}`) }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<string>
        label={t('dashboard.range.label')}
        value={range.preset ?? ''}
        options={presets}
        onChange={(value) => {
          const preset = RANGE_PRESETS.find((one) => one === value);
          if (preset !== undefined) choose({ preset });
        }}
      />
      <CustomRange range={range} choose={choose} />
    </div>
  );
}

function CustomRange({ range, choose }: RangeState) {
  const { t } = useTranslation();
  const calendar = useCalendarFormat();
  const [isOpen, setIsOpen] = useState(false);
  const isCustom = range.preset === null;
  return (
    <Popover
      label={t('dashboard.range.custom')}
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="small" className={classNames('data-popup-open:bg-hover', isCustom && 'border-accent font-medium')}>
          <CalendarDays aria-hidden className="size-4 text-muted" />
          {isCustom ? calendar.dates(range.firstDate, range.lastDate) : t('dashboard.range.custom')}
        </Button>
      }
    >
      <CustomRangeForm
        range={range}
        choose={(choice) => {
          setIsOpen(false);
          choose(choice);
        }}
      />
    </Popover>
  );
}

function CustomRangeForm({ range, choose }: RangeState) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(range.firstDate);
  const [to, setTo] = useState(range.lastDate);
  const isComplete = isDate(from) && isDate(to);
  const input = (label: string, value: string, set: (value: string) => void) => (
    <label className="flex flex-col gap-1">
      <span className="font-medium">{label}</span>
      <input
        type="date"
        required
        value={value}
        max="9999-12-31"
        onChange={(event) => set(event.target.value)}
        className={classNames(INPUT, 'w-40')}
      />
    </label>
  );
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) choose({ preset: null, ...(from <= to ? { from, to } : { from: to, to: from }) });
      }}
    >
      <div className="flex gap-3">
        {input(t('dashboard.range.from'), from, setFrom)}
        {input(t('dashboard.range.to'), to, setTo)}
      </div>
      <div className="flex items-center justify-between gap-3">
        <p className="max-w-56 text-[13px] text-muted">{t('dashboard.range.hint', { zone: range.timeZone })}</p>
        <Button type="submit" variant="primary" disabled={!isComplete}>
          {t('dashboard.range.show')}
        </Button>
      </div>
    </form>
  );
}
