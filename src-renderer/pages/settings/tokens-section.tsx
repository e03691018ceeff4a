/** Named local tokens: made here, shown once, revoked here. */
import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalToken } from '../../../src-shared/schemas/status.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { TextField } from '../../components/field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useTokenCommands } from '../../state/commands/use-instance-commands.ts';
import { useTokens } from '../../state/queries/use-tokens.ts';
import { readFailure } from '../../state/read-failure.ts';
import { failureOf, useFailureText, useRepair, useReportFailure } from '../use-failures.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';

export function TokensSection() {
  const { t } = useTranslation();
  const tokens = useTokens();
  const repair = useRepair(tokens.refetch);
  return (
    <Card title={t('settings.section.tokens')}>
      <div className="px-4 py-3">
        <p className="mb-3 text-[13px] text-muted">{t('settings.tokens.effect')}</p>
        <DataPanel
          data={tokens.data}
          failure={failureOf(tokens)}
          skeleton={<Skeleton rows={1} rowHeight="h-8" />}
          isEmpty={(list) => list.length === 0}
          empty={<p className="mb-3 text-muted">{t('settings.tokens.empty')}</p>}
          onRepair={repair}
        >
          {(list) => (
            <ul aria-label={t('settings.tokens.list')} className="mb-3 divide-y divide-line">
              {list.map((token) => (
                <TokenRow key={token.name} token={token} />
              ))}
            </ul>
          )}
        </DataPanel>
        <AddToken />
      </div>
    </Card>
  );
}

function TokenRow({ token }: { readonly token: LocalToken }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { revoke } = useTokenCommands();
  const onError = useReportFailure();
  const [isAsking, setIsAsking] = useState(false);
  const { name, createdAtMs, lastUsedAtMs, tail } = token;
  const nowMs = Date.now();
  const used = lastUsedAtMs === null ? t('settings.tokens.unused') : t('settings.tokens.used', { when: format.ago(lastUsedAtMs, nowMs) });
  return (
    <li className="flex items-center gap-3 py-1.5">
      <span className="font-medium">{name}</span>
      <code className="font-mono text-[13px] text-muted">…{tail}</code>
      <span className="flex-1 text-[13px] text-muted">
        {t('settings.tokens.created', { when: format.ago(createdAtMs, nowMs) })} · {used}
      </span>
      <IconButton label={t('settings.tokens.revoke', { name })} icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setIsAsking(true)} />
      <ConfirmDialog
        title={t('settings.tokens.revokeTitle', { name })}
        text={t('settings.tokens.revokeText')}
        action={t('settings.tokens.revokeAction')}
        isOpen={isAsking}
        onConfirm={() => void revoke.mutateAsync({ name }).then(() => showDone(t('settings.tokens.revoked', { name })), onError)}
        onClose={() => setIsAsking(false)}
      />
    </li>
  );
}

function AddToken() {
  const { t } = useTranslation();
  const { add } = useTokenCommands();
  const failureText = useFailureText();
  const [name, setName] = useState('');
  const error = add.error === null ? undefined : (readFailure(add.error).issues[0]?.message ?? failureText(add.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name }, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit} className="max-w-md">
      <TextField
        label={t('settings.tokens.name')}
        error={error}
        value={name}
        onChange={(event) => setName(event.target.value)}
        aside={
          <Button type="submit" disabled={name.trim() === '' || add.isPending}>
            <Plus aria-hidden className="size-4" />
            {t('settings.tokens.add')}
          </Button>
        }
      />
      <NewTokenDialog token={add.data?.token ?? null} onClose={add.reset} />
    </form>
  );
}
