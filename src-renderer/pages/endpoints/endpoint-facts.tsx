/** The facts of an endpoint below its name: address, families, credential, note, and what happened last. */
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EndpointWithState, RestView } from '../../../src-shared/schemas/endpoint.ts';
import { Badge } from '../../components/badge.tsx';
import { useRestTime } from '../../components/endpoint-badge.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';

const AGO_STEP_MS = 15_000;

export function EndpointFacts({ endpoint }: { readonly endpoint: EndpointWithState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mappings = Object.keys(endpoint.modelMap).length;
  return (
    <div className="mt-1 ml-8 flex flex-col gap-1">
      <p title={endpoint.baseUrl} className="truncate font-mono text-[13px]">
        {endpoint.baseUrl}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-muted">
        <span className="flex gap-1">
          {endpoint.families.length === 0 && <Badge>{t('endpoints.allFamilies')}</Badge>}
          {endpoint.families.map((family) => (
            <Badge key={family}>{t(`endpoints.family.${family}`)}</Badge>
          ))}
        </span>
        <span className="flex items-center gap-1">
          <KeyRound aria-hidden className="size-3.5" />
          <span className="sr-only">{t('endpoints.credential')}</span>
          {endpoint.credentialMask === null ? t('endpoints.noCredential') : <code className="font-mono">{endpoint.credentialMask}</code>}
        </span>
        {endpoint.costMultiplier !== 1 && (
          <Badge title={t('endpoints.multiplierHint', { factor: format.factor(endpoint.costMultiplier) })}>
            {t('endpoints.multiplier', { factor: format.factor(endpoint.costMultiplier) })}
          </Badge>
        )}
        {mappings > 0 && <span>{t('endpoints.mapped', { count: mappings, value: format.count(mappings) })}</span>}
        {endpoint.note !== '' && (
          <span title={endpoint.note} className="min-w-0 truncate">
            {endpoint.note}
          </span>
        )}
      </div>
      <History endpoint={endpoint} />
      {endpoint.state.rests.map((rest) => (
        <RestLine key={`${rest.scope} ${rest.model ?? ''}`} rest={rest} />
      ))}
    </div>
  );
}

function RestLine({ rest }: { readonly rest: RestView }) {
  const { t } = useTranslation();
  const left = useRestTime(rest);
  const { model } = rest;
  const reason = useCoreWords().reason(rest.reason);
  // The badge counts down the rest of the whole endpoint.
  const text = model === null ? t('endpoints.restReason', { reason }) : t('endpoints.restModel', { model, left, reason });
  return <p className="text-[13px] text-warn">{text}</p>;
}

function History({ endpoint }: { readonly endpoint: EndpointWithState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(AGO_STEP_MS);
  const words = useCoreWords();
  const { lastSuccessAtMs, lastFailureAtMs, lastFailureReason } = endpoint.state;
  const parts: string[] = [];
  if (lastSuccessAtMs !== null) parts.push(t('endpoints.lastSuccess', { when: format.ago(lastSuccessAtMs, nowMs) }));
  // While it rests, the reason is on a line of its own.
  if (lastFailureAtMs !== null && endpoint.state.rests.length === 0)
    parts.push(
      t('endpoints.lastFailure', {
        when: format.ago(lastFailureAtMs, nowMs),
        reason: lastFailureReason === null ? t('common.unknown') : words.reason(lastFailureReason),
      }),
    );
  if (parts.length === 0 && lastFailureAtMs !== null) return null;
  return <p className="text-[13px] text-muted">{parts.length === 0 ? t('endpoints.neverUsed') : parts.join(' · ')}</p>;
}
