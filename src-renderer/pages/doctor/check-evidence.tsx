/** What a check saw: the steps on the way to an endpoint, and names and values. Folded away unless something is wrong. */
import { useTranslation } from 'react-i18next';
import type { DoctorCheck, DoctorStage } from '../../../src-shared/schemas/doctor.ts';
import { useDoctorWords } from '../../components/use-doctor-words.ts';
import { useFormat } from '../../components/use-format.ts';
import { StateMark } from './state-mark.tsx';

export function CheckEvidence({ check, title }: { readonly check: DoctorCheck; readonly title: string }) {
  const { t } = useTranslation();
  const words = useDoctorWords();
  const { details, stages, state } = check;
  if (details.length === 0 && stages.length === 0) return null;
  return (
    <>
      {stages.length > 0 && (
        <ol className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
          {stages.map((stage) => (
            <StageMark key={stage.stage} stage={stage} />
          ))}
        </ol>
      )}
      {details.length > 0 && (
        <details key={state} open={state === 'failed' || state === 'warning'} className="mt-1 text-[13px]">
          <summary aria-label={t('doctor.evidence', { title })} className="w-fit cursor-pointer rounded text-muted hover:text-text">
            {t('doctor.details')}
          </summary>
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
            {details.map((detail) => (
              <div key={JSON.stringify(detail)} className="contents">
                <dt className="text-muted">{words.label(detail.label)}</dt>
                <dd className={detail.problem === null ? 'font-mono break-all' : 'break-words'}>{words.detail(detail)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function StageMark({ stage: { stage, state, durationMs, detail } }: { readonly stage: DoctorStage }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="flex items-center gap-1 text-[13px]" title={detail === '' ? undefined : detail}>
      <StateMark state={state} className="size-3.5" />
      {t(`doctor.stage.${stage}`)}
      <span className="sr-only">{t(`doctor.state.${state}`)}</span>
      {durationMs !== null && <span className="text-muted">{format.duration(durationMs)}</span>}
    </li>
  );
}
