/** Which endpoints are tried for which model family, in order; resting ones are marked. */
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type FamilyChain, familyChains } from '../../../src-shared/family-chains.ts';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';

export function FamilyChainsCard({ endpoints }: { readonly endpoints: readonly EndpointWithState[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('rules.chains')} className="mt-4">
      <div className="px-4 py-3">
        <p className="mb-2 text-[13px] text-muted">{t('rules.chainsHint')}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
          {familyChains(endpoints).map((chain) => (
            <div key={chain.family} className="contents">
              <dt className="font-medium">{t(`endpoints.family.${chain.family}`)}</dt>
              <dd>
                <Chain chain={chain} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Chain({ chain }: { readonly chain: FamilyChain }) {
  const { t } = useTranslation();
  if (chain.endpoints.length === 0) return <Badge tone="bad">{t('rules.chainNone')}</Badge>;
  return (
    <ol className="flex flex-wrap items-center gap-x-1 gap-y-1">
      {chain.endpoints.map(({ id, name, isResting }, index) => (
        <li key={id} className="flex max-w-full min-w-0 items-center gap-1">
          {index > 0 && <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
          {isResting ? (
            <Badge tone="warn">{t('rules.chainResting', { name })}</Badge>
          ) : (
            <span title={name} className="truncate">
              {name}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
