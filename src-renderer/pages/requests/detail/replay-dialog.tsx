/** Asks where a stored request is to go once more, and says what that costs before it does. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field, TextField } from '../../../components/field.tsx';
import { Select } from '../../../components/select.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { inputTokensOf } from '../../../state/input-tokens.ts';
import { useEndpoints } from '../../../state/queries/use-endpoints.ts';

export interface ReplayChoice {
  readonly endpointId: string;
  readonly endpoint: string;
  /** Null: the request's own. */
  readonly model: string | null;
}

export interface ReplayDialogProps {
  readonly exchange: ExchangeDetail;
  readonly onSend: (choice: ReplayChoice) => void;
  readonly onClose: () => void;
}

export function ReplayDialog({ exchange, onSend, onClose }: ReplayDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const formId = useId();
  const endpoints = (useEndpoints().data ?? []).filter(({ isEnabled }) => isEnabled);
  const [endpointId, setEndpointId] = useState<string | null>(null);
  const [model, setModel] = useState('');
  // The one that answered last time is what another answer is most often compared with.
  const endpoint = endpoints.find(({ id }) => id === endpointId) ?? endpoints.find(({ name }) => name === exchange.endpoint) ?? endpoints[0] ?? null;
  const tokens = inputTokensOf(exchange);
  const send = () => {
    if (endpoint === null) return;
    onSend({ endpointId: endpoint.id, endpoint: endpoint.name, model: model.trim() === '' ? null : model.trim() });
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={endpoint === null}>
        {t('request.replay.send')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('request.replay.title')} description={t('request.replay.text')} isOpen onClose={onClose} footer={footer}>
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {endpoint === null ? (
          <Banner tone="warn">{t('request.replay.noEndpoint')}</Banner>
        ) : (
          <Field label={t('request.replay.endpoint')}>
            {({ id }) => (
              <Select
                id={id}
                label={t('request.replay.endpoint')}
                value={endpoint.id}
                options={endpoints.map((one) => ({ value: one.id, label: one.name }))}
                onChange={setEndpointId}
              />
            )}
          </Field>
        )}
        <TextField
          label={t('request.replay.model')}
          hint={t('request.replay.modelHint', { model: exchange.requestedModel ?? t('common.unknown') })}
          value={model}
          maxLength={256}
          onChange={(event) => setModel(event.target.value)}
        />
        <Banner tone="warn">
          {t('request.replay.cost', { count: tokens, value: t('units.tokens', { count: tokens, value: format.count(tokens) }) })}
        </Banner>
      </form>
    </Dialog>
  );
}
