/** The headline numbers of today. */
import { useTranslation } from 'react-i18next';
import type { UsageTotals } from '../../../src-shared/schemas/usage.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { StatTile } from '../../components/stat-tile.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUsageToday } from '../../state/queries/use-usage.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { useToday } from './use-today.ts';

const GRID = 'grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3';

export function TodayTiles() {
  const { t } = useTranslation();
  const today = useToday();
  const usage = useUsageToday(today.nowMs, today.timeZone);
  const repair = useRepair(usage.refetch);
  const tiles = ['requests', 'in', 'out', 'cache', 'errors'];
  return (
    <section aria-label={t('dashboard.today')}>
      <DataPanel
        data={usage.data?.totals}
        failure={failureOf(usage)}
        skeleton={
          <div className={GRID}>
            {tiles.map((tile) => (
              <div key={tile} className="h-[6.15rem] animate-pulse rounded-lg bg-sunken" />
            ))}
          </div>
        }
        onRepair={repair}
      >
        {(totals) => <Tiles totals={totals} />}
      </DataPanel>
    </section>
  );
}

function Tiles({ totals }: { readonly totals: UsageTotals }) {
  const { t } = useTranslation();
  const format = useFormat();
  const allInput = totals.inputTokens + totals.cacheReadTokens + totals.cacheWriteTokens;
  const tokens = (count: number) => ({
    value: format.compact(count),
    exact: t('units.tokens', { count, value: format.count(count) }),
  });
  const cacheShare = allInput === 0 ? null : t('dashboard.cacheShare', { value: format.share(totals.cacheReadTokens / allInput) });
  const errorShare = totals.exchanges === 0 ? '' : t('dashboard.errorShare', { value: format.share(totals.errors / totals.exchanges) });
  return (
    <dl className={GRID}>
      <StatTile label={t('dashboard.requests')} value={format.compact(totals.exchanges)} detail={t('dashboard.today')} />
      <StatTile label={t('dashboard.tokensIn')} {...tokens(totals.inputTokens)} detail={t('dashboard.tokensInHint')} />
      <StatTile label={t('dashboard.tokensOut')} {...tokens(totals.outputTokens)} detail={t('dashboard.tokensUnit')} />
      <StatTile
        label={t('dashboard.tokensCache')}
        {...tokens(totals.cacheReadTokens)}
        detail={cacheShare ?? t('dashboard.cacheWrites', { value: format.compact(totals.cacheWriteTokens) })}
      />
      <StatTile
        label={t('dashboard.errors')}
        value={format.compact(totals.errors)}
        detail={totals.errors === 0 ? t('dashboard.errorsHint') : errorShare}
        isBad={totals.errors > 0}
      />
    </dl>
  );
}
