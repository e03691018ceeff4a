/** One endpoint: what it is, how it is, and what can be done to it. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Badge } from '../../components/badge.tsx';
import { classNames } from '../../components/class-names.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EndpointBadge } from '../../components/endpoint-badge.tsx';
import { Menu } from '../../components/menu.tsx';
import { Switch } from '../../components/switch.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useEndpointCommands, useEndpointTest } from '../../state/commands/use-endpoint-commands.ts';
import { useReportFailure } from '../use-failures.ts';
import { EndpointFacts } from './endpoint-facts.tsx';
import { TestResult } from './test-result.tsx';
import { UsageProposal } from './usage-proposal.tsx';
import { useEndpointMenu } from './use-endpoint-menu.tsx';

export interface EndpointCardProps {
  readonly endpoint: EndpointWithState;
  /** How many endpoints there are, to know the last position. */
  readonly count: number;
  readonly grip: ReactNode;
  readonly onEdit: () => void;
}

export function EndpointCard({ endpoint, count, grip, onEdit }: EndpointCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { edit } = useEndpointCommands();
  const test = useEndpointTest();
  const onError = useReportFailure();
  const [isDeleting, setIsDeleting] = useState(false);
  const { id, name, isEnabled, state } = endpoint;
  const startTest = () => test.mutate({ target: { id } }, { onError });
  const { groups, remove } = useEndpointMenu({ endpoint, count, onEdit, onTest: startTest, onDelete: () => setIsDeleting(true) });
  const setEnabled = (isOn: boolean) => edit.mutate({ id, patch: { isEnabled: isOn } }, { onError });
  return (
    <article aria-label={name} className={classNames('rounded-lg border border-line bg-surface p-3', !isEnabled && 'bg-page')}>
      <div className="flex items-center gap-2">
        {grip}
        <Badge title={t('endpoints.priorityHint', { position: endpoint.position })}>{t('endpoints.priority', { position: endpoint.position })}</Badge>
        <h2 title={name} className={classNames('min-w-0 truncate font-semibold', !isEnabled && 'text-muted')}>
          {name}
        </h2>
        <EndpointBadge state={state} />
        {endpoint.maxConcurrent === null ? (
          state.liveExchanges > 0 && (
            <Badge tone="accent">{t('units.live', { count: state.liveExchanges, value: format.count(state.liveExchanges) })}</Badge>
          )
        ) : (
          <LimitBadge live={state.liveExchanges} limit={endpoint.maxConcurrent} />
        )}
        <div className="flex-1" />
        <Switch label={t('endpoints.enabled', { name })} isOn={isEnabled} onChange={setEnabled} />
        <Menu label={t('common.menu', { name })} groups={groups} />
      </div>
      <EndpointFacts endpoint={endpoint} />
      {state.usageProposal !== null && <UsageProposal endpoint={endpoint} />}
      <TestResult
        name={name}
        isTesting={test.isPending}
        result={test.data ?? null}
        onUseStyle={(authStyle) => edit.mutate({ id, patch: { authStyle } }, { onError, onSuccess: startTest })}
        onClose={test.reset}
      />
      <ConfirmDialog
        title={t('endpoints.deleteTitle', { name })}
        text={t('endpoints.deleteText')}
        action={t('common.delete')}
        isOpen={isDeleting}
        onConfirm={remove}
        onClose={() => setIsDeleting(false)}
      />
    </article>
  );
}

/** How much of its limit an endpoint uses: "2 of 4". */
function LimitBadge({ live, limit }: { readonly live: number; readonly limit: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tone = live >= limit ? 'warn' : live > 0 ? 'accent' : 'neutral';
  const hint = t('endpoints.limitHint', { count: limit, limit: format.count(limit) });
  return (
    <Badge tone={tone} title={hint}>
      {t('endpoints.limit', { live: format.count(live), limit: format.count(limit) })}
    </Badge>
  );
}
