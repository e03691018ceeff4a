/** One check: its state, what was found, what to do about it, how it can be mended, and what was seen on the way. */
import { RotateCw, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorCheck, DoctorRun } from '../../../src-shared/schemas/doctor.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showDone, showFailure } from '../../components/toasts.ts';
import { useDoctorWords } from '../../components/use-doctor-words.ts';
import { useDoctorCommands } from '../../state/commands/use-doctor-commands.ts';
import { useReportFailure } from '../use-failures.ts';
import { CheckEvidence } from './check-evidence.tsx';
import { STATE_TONES, StateMark } from './state-mark.tsx';

export interface CheckRowProps {
  readonly check: DoctorCheck;
  /** A run goes on: nothing else can be begun meanwhile. */
  readonly isBusy: boolean;
}

export function CheckRow({ check, isBusy }: CheckRowProps) {
  const { t } = useTranslation();
  const words = useDoctorWords();
  const { run } = useDoctorCommands();
  const onError = useReportFailure();
  const title = words.title(check);
  return (
    <li className="flex items-start gap-3 px-4 py-2.5" data-check={check.id}>
      <StateMark state={check.state} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h3 className="font-medium break-words">{title}</h3>
          <Badge tone={STATE_TONES[check.state]}>{t(`doctor.state.${check.state}`)}</Badge>
        </div>
        {/* A line is kept for it, so that nothing moves when it comes. */}
        <p className="min-h-5 break-words text-muted">{check.finding === null ? '' : words.finding(check.finding)}</p>
        {check.remedy !== null && (
          <p className="mt-1 break-words">
            <span className="font-medium">{t('doctor.whatToDo')} </span>
            {words.remedy(check.remedy)}
          </p>
        )}
        <CheckEvidence check={check} title={title} />
      </div>
      {check.fix !== null && <FixButton fix={check.fix} checkId={check.id} isBusy={isBusy} />}
      <IconButton
        size="smallIcon"
        label={t('doctor.again', { title })}
        disabled={isBusy}
        icon={<RotateCw aria-hidden className="size-4" />}
        onClick={() => run.mutate({ checks: [check.id] }, { onError })}
      />
    </li>
  );
}

interface FixButtonProps {
  readonly fix: NonNullable<DoctorCheck['fix']>;
  readonly checkId: string;
  readonly isBusy: boolean;
}

function FixButton({ fix, checkId, isBusy }: FixButtonProps) {
  const { t } = useTranslation();
  const commands = useDoctorCommands();
  const onError = useReportFailure();
  const [isAsking, setIsAsking] = useState(false);
  const tell = ({ checks }: DoctorRun) => {
    const isMended = checks.find(({ id }) => id === checkId)?.fix !== fix;
    if (isMended) showDone(t(`doctor.fix.${fix}.done`));
    else showFailure(t('doctor.fixStill'));
  };
  return (
    <>
      <Button size="small" disabled={isBusy || commands.fix.isPending} onClick={() => setIsAsking(true)}>
        <Wrench aria-hidden className="size-4" />
        {t(`doctor.fix.${fix}.action`)}
      </Button>
      <ConfirmDialog
        title={t(`doctor.fix.${fix}.action`)}
        text={t(`doctor.fix.${fix}.text`)}
        action={t('doctor.fixNow')}
        isOpen={isAsking}
        onConfirm={() => commands.fix.mutate({ fix }, { onError, onSuccess: tell })}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
