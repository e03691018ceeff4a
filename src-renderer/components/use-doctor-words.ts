/** What the doctor says, in the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createDoctorWords, type DoctorWords } from '../../src-shared/doctor-words.ts';
import { useCoreWords } from './use-core-words.ts';
import { useFormat } from './use-format.ts';

export function useDoctorWords(): DoctorWords {
  const { i18n } = useTranslation();
  const core = useCoreWords();
  const format = useFormat();
  return useMemo(
    () =>
      createDoctorWords({
        format,
        sentence: (text) => core.sentence(text),
        // The keys come from the core, which the type of `t` cannot follow; a test looks every one of them up.
        say: (key, values) => (i18n.exists(key) ? String(Reflect.apply(i18n.t, i18n, [key, values])) : null),
      }),
    [i18n, core, format],
  );
}
