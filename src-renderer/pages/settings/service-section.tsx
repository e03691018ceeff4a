/** Whether the system starts Code Proxy, how that fares, and setting it up or removing it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceStatus } from '../../../src-shared/schemas/service.ts';
import { Badge } from '../../components/badge.tsx';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useServiceCommands } from '../../state/commands/use-system-commands.ts';
import { useService } from '../../state/queries/use-service.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';
import { ServiceDialog } from './service-dialog.tsx';

const TONES = { running: 'ok', starting: 'warn', stopping: 'warn', stopped: 'neutral', failed: 'bad', unknown: 'warn' } as const;

export function ServiceSection() {
  const { t } = useTranslation();
  const service = useService();
  const repair = useRepair(service.refetch);
  return (
    <div id="service" className="scroll-mt-16">
      <Card title={t('service.title')}>
        <p className="border-line border-b px-4 py-3 text-[13px] text-muted">{t('service.what')}</p>
        <div className="px-4 py-3">
          <DataPanel data={service.data} failure={failureOf(service)} skeleton={<Skeleton rows={2} rowHeight="h-8" />} onRepair={repair}>
            {(status) => <State status={status} />}
          </DataPanel>
        </div>
      </Card>
    </div>
  );
}

function State({ status }: { readonly status: ServiceStatus }) {
  const { t } = useTranslation();
  const { system, obstacle, name, file, isInstalled, activity, problem, instance, pid, outlivesLogout } = status;
  const isSelf = isInstalled && pid !== null && pid === instance?.pid;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-60 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{name}</span>
            {isInstalled ? (
              <Badge tone={TONES[activity]}>{t(`service.state.${activity}`)}</Badge>
            ) : (
              <Badge tone="neutral">{t('service.notInstalled')}</Badge>
            )}
            {isInstalled && <Facts status={status} />}
          </p>
          {system !== null && <p className="text-[13px] text-muted">{t(`service.system.${system}`)}</p>}
          {isInstalled && file !== null && (
            <p className="flex items-center gap-1 text-[13px] text-muted">
              <code title={file} className="truncate font-mono">
                {file}
              </code>
              <CopyButton text={file} what={t('service.file')} />
            </p>
          )}
        </div>
        <Actions status={status} isSelf={isSelf} />
      </div>
      {obstacle !== null && <p className="text-[13px] text-muted">{t(`service.obstacle.${obstacle}`)}</p>}
      {problem !== null && <p className="font-mono text-[13px] text-muted">{t('service.problem', { problem })}</p>}
      {isSelf && <p className="text-[13px] text-muted">{t('service.self')}</p>}
      {isInstalled && !isSelf && activity !== 'running' && instance !== null && (
        <Banner tone="info">{t('service.held', { pid: String(instance.pid) })}</Banner>
      )}
      {isInstalled && outlivesLogout === false && (
        <p className="text-[13px] text-muted">{t(system === 'systemd' ? 'service.linger' : 'service.endsAtLogout')}</p>
      )}
    </div>
  );
}

function Facts({ status: { pid, lastExitCode, restarts } }: { readonly status: ServiceStatus }) {
  const { t } = useTranslation();
  const facts = [
    pid === null ? null : t('service.process', { pid: String(pid) }),
    lastExitCode === null ? null : t('service.exitCode', { code: String(lastExitCode) }),
    restarts === null || restarts === 0 ? null : t('service.restarts', { count: restarts }),
  ].filter((fact) => fact !== null);
  return <span className="text-[13px] text-muted">{facts.join(' · ')}</span>;
}

function Actions({ status, isSelf }: { readonly status: ServiceStatus; readonly isSelf: boolean }) {
  const { t } = useTranslation();
  const { start, stop, uninstall } = useServiceCommands();
  const onError = useReportFailure();
  const [opened, setOpened] = useState<'plan' | 'removal' | null>(null);
  const { isInstalled, activity, obstacle } = status;
  const isBusy = start.isPending || stop.isPending || uninstall.isPending;
  const canStop = activity === 'running' || activity === 'starting';
  const done = (text: string) => ({ onError, onSuccess: () => showDone(text) });
  return (
    <div className="flex flex-wrap gap-2">
      {obstacle === null && !isSelf && <Button onClick={() => setOpened('plan')}>{isInstalled ? t('service.change') : t('service.setUp')}</Button>}
      {isInstalled && canStop && (
        <Button disabled={isBusy} onClick={() => stop.mutate(undefined, done(t('service.stopped')))}>
          {t('service.stop')}
        </Button>
      )}
      {isInstalled && !canStop && (
        <Button disabled={isBusy} onClick={() => start.mutate(undefined, done(t('service.started')))}>
          {t('service.start')}
        </Button>
      )}
      {isInstalled && (
        <Button variant="danger" disabled={isBusy} onClick={() => setOpened('removal')}>
          {t('service.remove')}
        </Button>
      )}
      <ServiceDialog isOpen={opened === 'plan'} onClose={() => setOpened(null)} />
      <ConfirmDialog
        title={t('service.removeTitle')}
        text={isSelf ? `${t('service.removeText')} ${t('service.self')}` : t('service.removeText')}
        action={t('service.removeAction')}
        isOpen={opened === 'removal'}
        onConfirm={() => void uninstall.mutateAsync().then(() => showDone(t('service.removed')), onError)}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}
