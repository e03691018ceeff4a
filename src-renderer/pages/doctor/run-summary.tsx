/** How a run stands: how far it is, or how many checks ended how. */
import { useTranslation } from 'react-i18next';
import { DOCTOR_STATES, type DoctorRun } from '../../../src-shared/schemas/doctor.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { StateMark } from './state-mark.tsx';

/** "A minute ago" need not be exact. */
const RENEW_EVERY_MS = 30_000;
const ENDED = DOCTOR_STATES.filter((state) => state !== 'waiting' && state !== 'running');

export function RunSummary({ run }: { readonly run: DoctorRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(RENEW_EVERY_MS);
  const { checks, isRunning, isCancelled, endedAtMs } = run;
  const count = (state: (typeof DOCTOR_STATES)[number]) => checks.filter((check) => check.state === state).length;
  const done = checks.length - count('waiting') - count('running');
  const said = isRunning ? t('doctor.progress', { done, all: checks.length }) : t('doctor.lastRun', { time: format.ago(endedAtMs ?? nowMs, nowMs) });
  return (
    <div className="min-w-0 flex-1">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {ENDED.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <StateMark state={state} />
            <span className="tabular-nums">{format.count(count(state))}</span> {t(`doctor.state.${state}`)}
          </li>
        ))}
      </ul>
      <p role="status" className="mt-0.5 text-[13px] text-muted">
        {isCancelled ? t('doctor.cancelled') : said}
      </p>
      <progress
        aria-label={t('doctor.checking')}
        value={isRunning ? done : checks.length}
        max={checks.length}
        // Its place is kept, so that nothing moves when a run begins.
        aria-hidden={!isRunning}
        className={classNames(
          'mt-1.5 block h-1 w-full overflow-hidden rounded bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent',
          !isRunning && 'invisible',
        )}
      />
    </div>
  );
}
