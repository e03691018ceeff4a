/** Proposes to take cached tokens out of an endpoint's input, with one click to accept. */
import { useTranslation } from 'react-i18next';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { showDone } from '../../components/toasts.ts';
import { useEndpointCommands } from '../../state/commands/use-endpoint-commands.ts';
import { useReportFailure } from '../use-failures.ts';

export function UsageProposal({ endpoint: { id, name } }: { readonly endpoint: EndpointWithState }) {
  const { t } = useTranslation();
  const { edit } = useEndpointCommands();
  const onError = useReportFailure();
  const accept = () =>
    edit.mutate({ id, patch: { inputIncludesCache: true } }, { onError, onSuccess: () => showDone(t('endpoints.usageAccepted', { name })) });
  return (
    <Banner
      tone="info"
      className="mt-2 ml-8"
      action={
        <Button size="small" disabled={edit.isPending} onClick={accept}>
          {t('endpoints.usageAccept')}
        </Button>
      }
    >
      {t('endpoints.usageProposal')}
    </Banner>
  );
}
