/** A span of time in words. */
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../components/use-format.ts';
import type { TimeSpan } from '../../state/time-presets.ts';

export function useSpanText(): (span: TimeSpan) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ sinceMs, untilMs }) => {
    const at = (ms: number) => format.time(ms, Date.now());
    if (sinceMs !== null && untilMs !== null) return t('requests.time.between', { since: at(sinceMs), until: at(untilMs) });
    if (sinceMs !== null) return t('requests.time.from', { since: at(sinceMs) });
    if (untilMs !== null) return t('requests.time.before', { until: at(untilMs) });
    return t('requests.time.any');
  };
}
