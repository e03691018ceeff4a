/** What a cell of a heatmap holds, in words: all three amounts, whichever of them the colour shows. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageTotals } from '../../../src-shared/schemas/usage.ts';
import { useFormat } from '../../components/use-format.ts';
import { costOf, inputOf, tokensOf } from '../../state/usage-metric.ts';

/** @returns A function that is the same as long as the language is. */
export function useCellWords(): (totals: UsageTotals) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (totals) => {
      const requests = t('units.requests', { count: totals.exchanges, value: format.count(totals.exchanges) });
      if (totals.exchanges === 0) return requests;
      const tokens = tokensOf(totals);
      const cost = costOf(totals);
      const unpriced = t('dashboard.unpricedAttempts', { count: totals.unpricedAttempts, value: format.count(totals.unpricedAttempts) });
      const parts = [
        t('units.tokens', { count: format.compactCount(tokens), value: format.compact(tokens) }),
        t('dashboard.heat.inOut', { input: format.compact(inputOf(totals)), output: format.compact(totals.outputTokens) }),
        requests,
        ...(cost === null ? [] : [format.cost(cost)]),
        ...(totals.unpricedAttempts > 0 ? [unpriced] : []),
        ...(totals.errors > 0 ? [t('dashboard.errorCount', { count: totals.errors, value: format.count(totals.errors) })] : []),
      ];
      return parts.join(', ');
    },
    [t, format],
  );
}
