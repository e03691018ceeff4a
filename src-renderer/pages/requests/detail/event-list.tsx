/** The events of a stream in their order; each opens to show its data. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/badge.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { VirtualRows } from '../../../components/virtual-rows.tsx';
import { layOutText } from '../../../state/messages/json-lines.ts';
import type { StreamEvent } from '../../../state/messages/stream-events.ts';

const ROW_HEIGHT_PX = 28;
/** Enough to recognise an event by; the rest is inside. */
const SUMMARY_CHARACTERS = 240;

export function EventList({ events }: { readonly events: readonly StreamEvent[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  if (events.length === 0) return <p className="text-muted">{t('request.answer.noEvents')}</p>;
  const toggle = (number: number) => {
    const next = new Set(open);
    if (!next.delete(number)) next.add(number);
    setOpen(next);
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="text-[13px] text-muted tabular-nums">
        {t('request.answer.events', { count: events.length, value: format.count(events.length) })}
      </p>
      <VirtualRows
        label={t('request.answer.eventList')}
        count={events.length}
        rowHeight={ROW_HEIGHT_PX}
        className="max-h-[calc(100dvh-17.5rem)] min-h-56 rounded-md border border-line bg-surface"
        row={(index) => {
          const event = events[index];
          return event === undefined ? null : <EventRow event={event} isOpen={open.has(event.number)} onToggle={() => toggle(event.number)} />;
        }}
      />
    </div>
  );
}

interface EventRowProps {
  readonly event: StreamEvent;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function EventRow({ event, isOpen, onToggle }: EventRowProps) {
  const { t } = useTranslation();
  const { number, name, data, isCut } = event;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="border-b border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={t('request.answer.event', { number, name })}
        title={data.slice(0, SUMMARY_CHARACTERS)}
        onClick={onToggle}
        className="flex w-full items-center gap-2 px-2 py-1 text-left text-[13px] hover:bg-hover"
      >
        <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="w-12 shrink-0 text-right text-muted tabular-nums">{number}</span>
        <span className="w-44 shrink-0 truncate font-medium">{name}</span>
        <code className="min-w-0 flex-1 truncate font-mono text-muted">{data.slice(0, SUMMARY_CHARACTERS)}</code>
        {isCut && <Badge tone="warn">{t('request.answer.eventCut')}</Badge>}
      </button>
      {isOpen && (
        <p className="bg-sunken px-3 py-2 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap">
          {layOutText(data)
            .map(({ depth, text }) => '  '.repeat(depth) + text)
            .join('\n')}
        </p>
      )}
    </div>
  );
}
