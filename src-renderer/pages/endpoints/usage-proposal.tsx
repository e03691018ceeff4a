/** Proposes to take cached tokens out of an endpoint's input, with one click to accept, and one to leave it for now. */
import { useTranslation } from 'react-i18next';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { showDone } from '../../components/toasts.ts';
import { useEndpointCommands } from '../../state/commands/use-endpoint-commands.ts';
import { useUi } from '../../state/ui-store.ts';
import { useReportFailure } from '../use-failures.ts';

export function UsageProposal({ endpoint: { id, name } }: { readonly endpoint: EndpointWithState }) {
  const { t } = useTranslation();
  const { edit } = useEndpointCommands();
  const onError = useReportFailure();
  const isHidden = useUi(({ hiddenProposals }) => hiddenProposals.includes(id));
  const hide = useUi(({ hideProposal }) => hideProposal);
  if (isHidden) return null;
  const accept = () =>
    edit.mutate({ id, patch: { inputIncludesCache: true } }, { onError, onSuccess: () => showDone(t('endpoints.usageAccepted', { name })) });
  return (
    <Banner
      tone="info"
      className="mt-2 ml-8"
      action={
        <div className="flex flex-wrap justify-end gap-2">
          <Button size="small" disabled={edit.isPending} onClick={accept}>
            {t('endpoints.usageAccept')}
          </Button>
          <Button size="small" variant="ghost" onClick={() => hide(id)}>
            {t('endpoints.usageNotNow')}
          </Button>
        </div>
      }
    >
      {t('endpoints.usageProposal')}
    </Banner>
  );
}
