/** Where the key of the stored credentials lives, what it seals, and moving it. */
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyPlace, SecretsStatus } from '../../../src-shared/schemas/secrets.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useMoveKey } from '../../state/commands/use-system-commands.ts';
import { useSecrets } from '../../state/queries/use-secrets.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';

export function SecretsSection() {
  const { t } = useTranslation();
  const secrets = useSecrets();
  const repair = useRepair(secrets.refetch);
  return (
    <div id="secrets" className="scroll-mt-16">
      <Card title={t('secrets.title')}>
        <p className="border-line border-b px-4 py-3 text-[13px] text-muted">{t('secrets.what')}</p>
        <div className="px-4 py-3">
          <DataPanel data={secrets.data} failure={failureOf(secrets)} skeleton={<Skeleton rows={2} rowHeight="h-10" />} onRepair={repair}>
            {(status) => <KeyHome status={status} />}
          </DataPanel>
        </div>
      </Card>
    </div>
  );
}

function KeyHome({ status }: { readonly status: SecretsStatus }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  const { home, file, keyId, problem, keychain, hasTwoHomes } = status;
  if (home === null) return <p className="text-muted">{t('secrets.noKey')}</p>;
  const other: KeyPlace = home === 'keyfile' ? 'keychain' : 'keyfile';
  const obstacle = other === 'keychain' && keychain !== 'usable' ? t(`secrets.cannot.${keychain}`) : null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-60 flex-1">
          <p className="flex items-center gap-1.5">
            <KeyRound aria-hidden className="size-4 text-muted" />
            <span className="font-medium">{t(`secrets.lives.${home}`)}</span>
          </p>
          <p className="text-[13px] text-muted">{t(`secrets.placeHint.${home}`)}</p>
          <p className="flex items-center gap-1 text-[13px] text-muted">
            <code title={file ?? ''} className="truncate font-mono">
              {file}
            </code>
            {file !== null && <CopyButton text={file} what={t('secrets.file')} />}
          </p>
          {keyId !== null && <p className="text-[13px] text-muted">{t('secrets.name', { id: keyId })}</p>}
        </div>
        <div className="flex flex-col gap-2">
          {hasTwoHomes && <MoveButton to={home} isDisabled={problem !== null} />}
          <MoveButton to={other} isDisabled={problem !== null || obstacle !== null} />
        </div>
      </div>
      <Sealed status={status} />
      {problem !== null && <Banner tone="bad">{words.error('KEY_UNAVAILABLE', problem)}</Banner>}
      {hasTwoHomes && <Banner tone="warn">{t('secrets.twoHomes')}</Banner>}
      {obstacle !== null && <p className="text-[13px] text-muted">{obstacle}</p>}
    </div>
  );
}

function Sealed({ status: { sealed } }: { readonly status: SecretsStatus }) {
  const { t } = useTranslation();
  const unopenable = sealed.reduce((sum, part) => sum + part.unopenable, 0);
  const what = sealed.map(({ kind, count }) => t(`secrets.sealed.${kind}`, { count })).join(' · ');
  return (
    <p className="text-[13px]">
      {t('secrets.seals', { what: what === '' ? t('secrets.nothing') : what })}
      {unopenable > 0 && <span className="text-bad"> {t('secrets.unopenable', { count: unopenable })}</span>}
    </p>
  );
}

function MoveButton({ to, isDisabled }: { readonly to: KeyPlace; readonly isDisabled: boolean }) {
  const { t } = useTranslation();
  const move = useMoveKey();
  const onError = useReportFailure();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button disabled={isDisabled || move.isPending} onClick={() => setIsAsking(true)}>
        {t(`secrets.move.${to}`)}
      </Button>
      <ConfirmDialog
        title={t(`secrets.moveTitle.${to}`)}
        text={t(`secrets.moveText.${to}`)}
        action={t('secrets.moveAction')}
        isOpen={isAsking}
        onConfirm={() => void move.mutateAsync({ to }).then(() => showDone(t(`secrets.moved.${to}`)), onError)}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
