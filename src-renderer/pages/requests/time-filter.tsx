/** The filter by time: spans to choose from, or a beginning and an end of one's own. */
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { Popover } from '../../components/popover.tsx';
import { inputText, presetSpan, readInputText, TIME_PRESETS, type TimeSpan } from '../../state/time-presets.ts';
import { useSpanText } from './use-span-text.ts';

export interface TimeFilterProps {
  readonly span: TimeSpan;
  readonly onChange: (span: TimeSpan) => void;
}

export function TimeFilter({ span, onChange }: TimeFilterProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const choose = (next: TimeSpan) => {
    onChange(next);
    setOpen(false);
  };
  const text = useSpanText()(span);
  return (
    <Popover
      label={t('requests.filterTime')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button className="max-w-72 font-normal" aria-label={`${t('requests.filterTime')}: ${text}`}>
          <CalendarClock aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="truncate">{text}</span>
        </Button>
      }
    >
      <div className="flex w-80 flex-col gap-3">
        <div className="grid grid-cols-2 gap-1">
          {TIME_PRESETS.map((preset) => (
            <Button key={preset} size="small" className="justify-start" onClick={() => choose(presetSpan(preset, Date.now()))}>
              {t(`requests.time.${preset}`)}
            </Button>
          ))}
        </div>
        <CustomSpan span={span} onChange={choose} />
        <Button size="small" variant="ghost" onClick={() => choose({ sinceMs: null, untilMs: null })}>
          {t('requests.time.any')}
        </Button>
      </div>
    </Popover>
  );
}

/** Begins with what is chosen; the panel draws it anew whenever it opens. */
function CustomSpan({ span, onChange }: TimeFilterProps) {
  const { t } = useTranslation();
  const [since, setSince] = useState(inputText(span.sinceMs));
  const [until, setUntil] = useState(inputText(span.untilMs));
  const next = { sinceMs: readInputText(since), untilMs: readInputText(until) };
  const isBackward = next.sinceMs !== null && next.untilMs !== null && next.sinceMs >= next.untilMs;
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBackward) onChange(next);
      }}
    >
      <Field label={t('requests.time.since')}>
        {({ id }) => (
          <input id={id} type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} className={`${INPUT} px-2`} />
        )}
      </Field>
      <Field label={t('requests.time.until')} error={isBackward ? t('requests.time.backward') : undefined}>
        {({ id, describedBy, isInvalid }) => (
          <input
            id={id}
            type="datetime-local"
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
            className={`${INPUT} px-2`}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="small" disabled={isBackward}>
        {t('requests.time.apply')}
      </Button>
    </form>
  );
}
