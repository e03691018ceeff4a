/** The sentences and lengths of time with which failover rules are described, in the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleWords } from '../../src-shared/describe-rule.ts';
import { useFormat } from './use-format.ts';

export function useRuleWords(): RuleWords {
  const { i18n } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    return {
      // The keys are put together from kinds and causes, which the type of `t` cannot follow; a test looks every one of them up.
      say: (key, values = {}) => String(Reflect.apply(i18n.t, i18n, [`rules.words.${key}`, values])),
      time: format.duration,
    };
  }, [i18n, format]);
}
