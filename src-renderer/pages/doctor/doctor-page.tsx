/** The doctor: what is wrong here and what to do about it, group by group, with fixes and a report. */
import { Play, RotateCw, Square, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DOCTOR_GROUPS, type DoctorCheck, type DoctorRun } from '../../../src-shared/schemas/doctor.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useDoctorCommands } from '../../state/commands/use-doctor-commands.ts';
import { useDoctor } from '../../state/queries/use-doctor.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';
import { CheckRow } from './check-row.tsx';
import { ReportCard } from './report-card.tsx';
import { RunSummary } from './run-summary.tsx';

export function DoctorPage() {
  const { t } = useTranslation();
  const doctor = useDoctor();
  const repair = useRepair(doctor.refetch);
  const { run, cancel } = useDoctorCommands();
  const onError = useReportFailure();
  const [isPaid, setIsPaid] = useState(false);
  const isRunning = doctor.data?.isRunning === true;
  const begin = () => run.mutate({ isPaid }, { onError });
  return (
    <>
      <PageHeader title={t('doctor.title')} subtitle={t('doctor.subtitle')}>
        {isRunning ? (
          <Button onClick={() => cancel.mutate(undefined, { onError })}>
            <Square aria-hidden className="size-4" />
            {t('doctor.stop')}
          </Button>
        ) : (
          <Button variant="primary" disabled={run.isPending} onClick={begin}>
            {doctor.data?.run === 0 ? <Play aria-hidden className="size-4" /> : <RotateCw aria-hidden className="size-4" />}
            {t(doctor.data === undefined || doctor.data.run === 0 ? 'doctor.run' : 'doctor.runAgain')}
          </Button>
        )}
      </PageHeader>
      <div className="mb-4">
        <Checkbox label={t('doctor.paid')} isChecked={isPaid} onChange={setIsPaid} />
        <p className="ml-6 text-[13px] text-muted">{t('doctor.paidHint')}</p>
      </div>
      <DataPanel
        data={doctor.data}
        failure={failureOf(doctor)}
        skeleton={<Skeleton rows={6} rowHeight="h-16" />}
        isEmpty={({ checks }) => checks.length === 0}
        empty={
          <div className="rounded-lg border border-dashed border-line-strong">
            <EmptyState title={t('doctor.never')} text={t('doctor.neverText')} icon={<Stethoscope aria-hidden className="size-6" />} />
          </div>
        }
        onRepair={repair}
      >
        {(data) => <Findings run={data} />}
      </DataPanel>
    </>
  );
}

function Findings({ run }: { readonly run: DoctorRun }) {
  const { t } = useTranslation();
  const [isOnlyProblems, setIsOnlyProblems] = useState(false);
  const shown = isOnlyProblems ? run.checks.filter(isProblem) : run.checks;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3">
        <RunSummary run={run} />
        <Checkbox label={t('doctor.onlyProblems')} isChecked={isOnlyProblems} onChange={setIsOnlyProblems} />
      </div>
      {shown.length === 0 && <p className="px-4 py-6 text-center text-muted">{t('doctor.noProblems')}</p>}
      {DOCTOR_GROUPS.map((group) => {
        const checks = shown.filter((check) => check.group === group);
        if (checks.length === 0) return null;
        return (
          <Card key={group} title={t(`doctor.group.${group}`)}>
            <ul className="divide-y divide-line">
              {checks.map((check) => (
                <CheckRow key={check.id} check={check} isBusy={run.isRunning} />
              ))}
            </ul>
          </Card>
        );
      })}
      <ReportCard isBusy={run.isRunning} />
    </div>
  );
}

/** While a run goes on, what has not ended may still become one. */
function isProblem({ state }: DoctorCheck): boolean {
  return state !== 'ok' && state !== 'skipped';
}
