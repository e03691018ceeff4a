/** When each attempt ran, drawn to scale: waiting for the first byte, receiving, and the time between attempts. */
import { useTranslation } from 'react-i18next';
import type { Attempt, ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { useFormat } from '../../../components/use-format.ts';

/** Thinner ones could not be seen. */
const MIN_WIDTH_PERCENT = 0.6;

export function AttemptBars({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { attempts, startedAtMs } = exchange;
  const endMs = exchange.endedAtMs ?? Math.max(startedAtMs, ...attempts.map(({ endedAtMs, startedAtMs: from }) => endedAtMs ?? from));
  const totalMs = endMs - startedAtMs;
  if (attempts.length === 0 || totalMs <= 0) return null;
  const percent = (ms: number) => (ms / totalMs) * 100;
  return (
    <section aria-label={t('request.timeScale')} className="flex flex-col gap-1.5">
      <ol className="flex flex-col gap-1.5">
        {attempts.map((attempt) => (
          <Bar key={attempt.number} attempt={attempt} startMs={startedAtMs} endMs={endMs} percent={percent} />
        ))}
      </ol>
      <div aria-hidden className="flex justify-between pl-36 text-[13px] text-muted tabular-nums">
        <span>{format.duration(0)}</span>
        <span>{format.duration(totalMs)}</span>
      </div>
      <p aria-hidden className="flex flex-wrap gap-x-4 pl-36 text-[13px] text-muted">
        <Swatch className="bg-line-strong" text={t('request.barWait')} />
        <Swatch className="bg-accent" text={t('request.barAnswer')} />
      </p>
    </section>
  );
}

interface BarProps {
  readonly attempt: Attempt;
  readonly startMs: number;
  readonly endMs: number;
  readonly percent: (ms: number) => number;
}

function Bar({ attempt, startMs, endMs, percent }: BarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const ended = attempt.endedAtMs ?? endMs;
  const firstByte = attempt.firstByteAtMs ?? ended;
  const values = { wait: format.duration(firstByte - attempt.startedAtMs), rest: format.duration(ended - firstByte), endpoint: attempt.endpoint };
  const width = (ms: number) => ({ width: `${Math.max(MIN_WIDTH_PERCENT, percent(ms))}%` });
  return (
    <li className="flex items-center gap-2 text-[13px]">
      <span title={attempt.endpoint} className="w-34 shrink-0 truncate text-muted">
        {attempt.number} · {attempt.endpoint}
      </span>
      <span className="sr-only">{t('request.bar', values)}</span>
      <span aria-hidden title={t('request.bar', values)} className="relative h-3.5 min-w-0 flex-1 overflow-hidden rounded-sm bg-sunken">
        <span
          className="absolute inset-y-0 flex"
          style={{ left: `${percent(attempt.startedAtMs - startMs)}%`, ...width(ended - attempt.startedAtMs) }}
        >
          <span className="h-full bg-line-strong" style={{ flexGrow: Math.max(1, firstByte - attempt.startedAtMs) }} />
          {ended > firstByte && <span className="h-full bg-accent" style={{ flexGrow: ended - firstByte }} />}
        </span>
      </span>
    </li>
  );
}

function Swatch({ className, text }: { readonly className: string; readonly text: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className={`size-2.5 rounded-sm ${className}`} />
      {text}
    </span>
  );
}
