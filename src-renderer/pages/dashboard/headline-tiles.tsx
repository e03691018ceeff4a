/** The headline numbers of the range, each with its change against the range before. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageFigures } from '../../../src-shared/schemas/usage.ts';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { StatTile } from '../../components/stat-tile.tsx';
import { useCalendarFormat, useFormat } from '../../components/use-format.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { useUsageOverview } from '../../state/queries/use-usage.ts';
import { requestsAddress } from '../../state/requests-address.ts';
import { successShare } from '../../state/success-share.ts';
import { changeOf, changeOfShare } from '../../state/usage-change.ts';
import { cacheHitShare, costOf } from '../../state/usage-metric.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { ChangeNote } from './change-note.tsx';

/** Never eight side by side: the page is not wide enough for their words in every language. */
const GRID = 'grid grid-cols-4 gap-2';
const TILES = ['requests', 'success', 'in', 'cache', 'out', 'cost', 'errors', 'firstByte'];

export function HeadlineTiles({ range }: { readonly range: DashboardRange }) {
  const { t } = useTranslation();
  const calendar = useCalendarFormat();
  const now = useUsageOverview(range);
  const before = useUsageOverview({ ...range.before, timeZone: range.timeZone });
  const repair = useRepair(now.refetch);
  // Before the first request there was nothing to use: comparing with that says nothing.
  const isKnown = now.data !== undefined && now.data.oldestMs !== null && now.data.oldestMs < range.before.untilMs;
  const dates = calendar.dates(range.firstDate, range.lastDate);
  const isPart = range.before.untilMs < range.sinceMs;
  const compared = isKnown ? (isPart ? 'dashboard.comparedPart' : 'dashboard.compared') : 'dashboard.comparedNot';
  return (
    <section aria-label={t('dashboard.figures')} aria-busy={now.isPlaceholderData}>
      <p className="mb-2 text-muted">{t(compared, { dates, before: calendar.dates(range.before.firstDate, range.before.lastDate) })}</p>
      <DataPanel
        data={now.data?.figures}
        failure={failureOf(now)}
        skeleton={
          <div className={GRID}>
            {TILES.map((tile) => (
              <div key={tile} className="h-[7.25rem] animate-pulse rounded-lg bg-sunken" />
            ))}
          </div>
        }
        onRepair={repair}
      >
        {(figures) => (
          <dl className={classNames(GRID, now.isPlaceholderData && 'opacity-60')}>
            <RequestTiles figures={figures} before={isKnown ? (before.data?.figures ?? null) : null} range={range} />
            <TokenTiles figures={figures} before={isKnown ? (before.data?.figures ?? null) : null} range={range} />
            <OutcomeTiles figures={figures} before={isKnown ? (before.data?.figures ?? null) : null} range={range} />
          </dl>
        )}
      </DataPanel>
    </section>
  );
}

interface TilesProps {
  readonly figures: UsageFigures;
  /** Null: nothing to compare with. */
  readonly before: UsageFigures | null;
  readonly range: DashboardRange;
}

function RequestTiles({ figures, before, range: { sinceMs, untilMs } }: TilesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [success, successBefore] = [successShare(figures), before === null ? null : successShare(before)];
  const share = (value: number | null) => (value === null ? t('common.dash') : format.share(value));
  const { delivered, failed, streamCut } = figures.outcomes;
  return (
    <>
      <StatTile
        label={t('dashboard.requests')}
        value={format.compact(figures.exchanges)}
        exact={t('units.requests', { count: figures.exchanges, value: format.count(figures.exchanges) })}
        detail={t('dashboard.attempts', { count: figures.attempts, value: format.compact(figures.attempts) })}
        change={before !== null && <ChangeNote change={changeOf(figures.exchanges, before.exchanges)} before={format.count(before.exchanges)} />}
        href={requestsAddress({ sinceMs, untilMs })}
      />
      <StatTile
        label={t('dashboard.success')}
        value={share(success)}
        exact={t('dashboard.successHint')}
        detail={success === null ? t('common.dash') : t('dashboard.successOf', { value: format.compact(delivered + failed + streamCut) })}
        change={<ChangeNote change={changeOfShare(success, successBefore)} before={share(successBefore)} words="level" rise="good" />}
      />
    </>
  );
}

function TokenTiles({ figures, before }: TilesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const inTokens = (count: number) => t('units.tokens', { count, value: format.count(count) });
  const [hits, hitsBefore] = [cacheHitShare(figures), before === null ? null : cacheHitShare(before)];
  const share = (value: number | null) => (value === null ? t('common.dash') : format.share(value));
  const tokens = (label: string, key: 'inputTokens' | 'outputTokens', detail: string) => (
    <StatTile
      label={label}
      value={format.compact(figures[key])}
      exact={inTokens(figures[key])}
      detail={detail}
      change={before !== null && <ChangeNote change={changeOf(figures[key], before[key])} before={inTokens(before[key])} />}
    />
  );
  return (
    <>
      {tokens(t('dashboard.tokensIn'), 'inputTokens', t('dashboard.tokensInHint'))}
      <StatTile
        label={t('dashboard.cache')}
        value={share(hits)}
        exact={t('dashboard.cacheHint', { read: inTokens(figures.cacheReadTokens), written: inTokens(figures.cacheWriteTokens) })}
        detail={t('dashboard.cacheOf')}
        change={<ChangeNote change={changeOfShare(hits, hitsBefore)} before={share(hitsBefore)} words="level" rise="good" />}
      />
      {tokens(t('dashboard.tokensOut'), 'outputTokens', t('dashboard.tokensUnit'))}
    </>
  );
}

function OutcomeTiles({ figures, before, range: { sinceMs, untilMs } }: TilesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { errors, exchanges, firstByte } = figures;
  const time = (timing: UsageFigures['firstByte']) => (timing === null ? t('common.dash') : format.duration(timing.p50Ms));
  return (
    <>
      <CostTile figures={figures} before={before} />
      <StatTile
        label={t('dashboard.errors')}
        value={format.compact(errors)}
        isBad={errors > 0}
        detail={errors === 0 ? t('dashboard.errorsHint') : t('dashboard.errorShare', { value: format.share(errors / exchanges) })}
        change={before !== null && <ChangeNote change={changeOf(errors, before.errors)} before={format.count(before.errors)} rise="bad" />}
        {...(errors > 0 && { href: requestsAddress({ sinceMs, untilMs, outcome: 'failures' }) })}
      />
      <StatTile
        label={t('dashboard.firstByte')}
        value={time(firstByte)}
        detail={firstByte === null ? t('dashboard.firstByteNone') : t('dashboard.firstByteOf', { value: format.duration(firstByte.p95Ms) })}
        change={
          before !== null && (
            <ChangeNote
              change={changeOf(firstByte?.p50Ms ?? null, before.firstByte?.p50Ms ?? null)}
              before={time(before.firstByte)}
              words="speed"
              rise="bad"
            />
          )
        }
      />
    </>
  );
}

/** What has no price is said and never counted as nothing. */
function CostTile({ figures, before }: { readonly figures: UsageFigures; readonly before: UsageFigures | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const write = (of: UsageFigures): string => {
    const cost = costOf(of);
    if (cost === null) return t('dashboard.unpriced');
    return of.unpricedAttempts === 0 ? format.cost(cost) : t('dashboard.costAtLeast', { value: format.cost(cost) });
  };
  const unpriced = figures.unpricedAttempts;
  const whole = figures.costMicroUsd === 0 ? 'dashboard.costNone' : 'dashboard.costWhole';
  const cost = costOf(figures);
  const detail: ReactNode = unpriced === 0 ? t(whole) : t('dashboard.unpricedShort', { value: format.compact(unpriced) });
  return (
    <StatTile
      label={t('dashboard.cost')}
      value={cost === null ? t('dashboard.unpriced') : `${unpriced > 0 ? '≥ ' : ''}${format.compactCost(cost)}`}
      exact={write(figures)}
      detail={detail}
      // Two sums of which one is not whole cannot be compared.
      change={
        before !== null &&
        unpriced === 0 &&
        before.unpricedAttempts === 0 && <ChangeNote change={changeOf(cost, costOf(before))} before={write(before)} />
      }
    />
  );
}
