/** How pages tell of failures: as a sentence in a toast, or as a panel with a step that may repair it. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Repair } from '../../src-shared/app-error.ts';
import { showFailure } from '../components/toasts.ts';
import { useCoreWords } from '../components/use-core-words.ts';
import { readFailure } from '../state/read-failure.ts';

/** A function that turns any failed call into one sentence. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation();
  const words = useCoreWords();
  return useCallback(
    (error) => {
      const { kind, code, message } = readFailure(error);
      if (message !== null) return words.error(code, message);
      return t(kind === 'unreachable' ? 'failure.unreachable' : 'failure.unknown');
    },
    [t, words],
  );
}

/** For `onError` of a command whose form does not show the failure itself. */
export function useReportFailure(): (error: unknown) => void {
  const text = useFailureText();
  return useCallback((error) => showFailure(text(error)), [text]);
}

const REPAIR_PATHS: Partial<Record<Repair, string>> = {
  'open-settings': '/settings',
  'choose-port': '/settings',
  'open-endpoints': '/endpoints',
  'open-rules': '/rules',
  'open-claude-settings': '/claude-code',
};

/** Takes the next step that a failure proposes: a page, or asking once more. */
export function useRepair(retry: () => unknown): (repair: Repair) => void {
  const navigate = useNavigate();
  return (repair) => {
    const path = REPAIR_PATHS[repair];
    if (path === undefined) retry();
    else void navigate(path);
  };
}

const BROKEN: readonly (string | null)[] = ['INTERNAL', 'STORAGE_FAILED'];

/** The failure of a question as a panel shows it. */
export function failureOf(question: { readonly error: unknown }) {
  if (question.error === null || question.error === undefined) return null;
  const failure = readFailure(question.error);
  // Where the core has broken and knows no way out, asking once more costs nothing.
  return BROKEN.includes(failure.code) && failure.repair === null ? { ...failure, repair: 'retry' as const } : failure;
}
