/** Sessions that stay where they were moved, so that a prompt cache is not lost; below the endpoint that has them. */
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../src-shared/schemas/session.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { attributedReason } from '../../state/attributed-reason.ts';

const STEP_MS = 1_000;
/** The ones used last; the number above the list counts all. */
const MAX_SHOWN = 10;

export interface StayingSessionsProps {
  readonly sessions: readonly SessionView[];
  /** Names of all endpoints: why a session was moved begins with the one it was moved from. */
  readonly endpoints: readonly string[];
}

export function StayingSessions({ sessions, endpoints }: StayingSessionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCoreWords();
  const nowMs = useNow(STEP_MS);
  const staying = sessions.filter(({ endsAtMs }) => endsAtMs > nowMs);
  if (staying.length === 0) return null;
  return (
    <details className="mt-0.5 pl-8 text-[13px] text-muted">
      <summary className="cursor-pointer">{t('dashboard.sessionsStay', { count: staying.length, value: format.count(staying.length) })}</summary>
      <ul className="mt-1 flex flex-col gap-1">
        {staying.slice(0, MAX_SHOWN).map(({ session, family, why, sinceMs, endsAtMs }) => (
          <li key={`${session} ${family} ${sinceMs}`}>
            <code className="font-mono">{session}</code> · {t(`endpoints.family.${family}`)} ·{' '}
            {t('dashboard.sessionSince', { when: format.ago(sinceMs, nowMs), left: format.duration(endsAtMs - nowMs) })}
            {why !== null && <Why text={attributedReason(why, endpoints, words.reason)} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Why({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return (
    <span title={text} className="block truncate">
      {t('dashboard.sessionWhy', { why: text })}
    </span>
  );
}
