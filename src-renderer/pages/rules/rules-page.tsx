/** The failover rules: the user's own in their order, the built-in ones, and a place to try them out. */
import { Plus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RuleView } from '../../../src-shared/schemas/failover-rule.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SortableList } from '../../components/sortable-list.tsx';
import { showDone } from '../../components/toasts.ts';
import { useRuleCommands } from '../../state/commands/use-rule-commands.ts';
import { useRules } from '../../state/queries/use-rules.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { RuleRow } from './rule-row.tsx';
import { TryRules } from './try-rules.tsx';

export function RulesPage() {
  const { t } = useTranslation();
  const rules = useRules();
  const repair = useRepair(rules.refetch);
  // The open dialog is part of the address, so that links can open it.
  const [search, setSearch] = useSearchParams();
  const find = (id: string | null) => rules.data?.find(({ rule }) => rule.id === id)?.rule ?? null;
  const edited = find(search.get('edit'));
  const copied = find(search.get('copy'));
  const isDialogOpen = search.has('new') || edited !== null || copied !== null;
  const close = () => setSearch({}, { replace: true });
  return (
    <>
      <PageHeader title={t('rules.title')} subtitle={t('rules.subtitle')}>
        <div className="flex gap-2">
          <ResetButton />
          <Button variant="primary" onClick={() => setSearch({ new: '1' })}>
            <Plus aria-hidden className="size-4" />
            {t('rules.add')}
          </Button>
        </div>
      </PageHeader>
      <DataPanel data={rules.data} failure={failureOf(rules)} skeleton={<Skeleton rows={6} rowHeight="h-24" />} onRepair={repair}>
        {(list) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <OwnRules list={list} onEdit={(id) => setSearch({ edit: id })} />
            {/* Before the long list where there is one column; as tall as both lists beside them, so that it stays in view. */}
            <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-stretch">
              <TryRules />
            </div>
            <Card title={t('rules.builtIn')} className="min-w-0">
              <ul className="divide-y divide-line">
                {list
                  .filter(({ origin }) => origin === 'built-in')
                  .map((view) => (
                    <li key={view.rule.id}>
                      <RuleRow view={view} onOpen={() => setSearch({ copy: view.rule.id })} />
                    </li>
                  ))}
              </ul>
            </Card>
          </div>
        )}
      </DataPanel>
      {isDialogOpen && <RuleDialog key={edited?.id ?? copied?.id ?? 'new'} edited={edited} copied={copied} onClose={close} />}
    </>
  );
}

function OwnRules({ list, onEdit }: { readonly list: readonly RuleView[]; readonly onEdit: (id: string) => void }) {
  const { t } = useTranslation();
  const { move } = useRuleCommands();
  const onError = useReportFailure();
  const own = list.filter(({ origin }) => origin === 'user').map((view) => ({ id: view.rule.id, name: view.rule.title, view }));
  const moveTo = (id: string, position: number) => move.mutate({ id, position }, { onError });
  return (
    <section aria-label={t('rules.own')} className="min-w-0">
      <h2 className="mb-2 font-semibold">{t('rules.own')}</h2>
      {own.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-center text-muted">{t('rules.ownEmpty')}</p>
      ) : (
        <SortableList label={t('rules.list')} items={own} onMove={moveTo}>
          {({ id, view }, grip) => {
            const position = own.findIndex((item) => item.id === id) + 1;
            return (
              <div className="rounded-lg border border-line bg-surface">
                <RuleRow view={view} grip={grip} place={{ position, count: own.length, onMove: (to) => moveTo(id, to) }} onOpen={() => onEdit(id)} />
              </div>
            );
          }}
        </SortableList>
      )}
    </section>
  );
}

function ResetButton() {
  const { t } = useTranslation();
  const { reset } = useRuleCommands();
  const onError = useReportFailure();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>
        <RotateCcw aria-hidden className="size-4" />
        {t('rules.reset')}
      </Button>
      <ConfirmDialog
        title={t('rules.resetTitle')}
        text={t('rules.resetText')}
        action={t('rules.reset')}
        isOpen={isAsking}
        onConfirm={() => reset.mutate(undefined, { onError, onSuccess: () => showDone(t('rules.resetDone')) })}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
