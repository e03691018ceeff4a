/** Prices anew what is recorded: first says what would change, then does it when that is confirmed. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recalculation } from '../../../src-shared/schemas/pricing.ts';
import { MS_PER_DAY } from '../../../src-shared/units.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useRecalculation } from '../../state/commands/use-price-commands.ts';
import { useFailureText } from '../use-failures.ts';

const RANGES = ['7', '30', '90', '3660'] as const;
type Range = (typeof RANGES)[number];

export function RecalculateDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, apply } = useRecalculation();
  const failureText = useFailureText();
  const [range, setRange] = useState<Range>('30');
  const [untilMs] = useState(() => Date.now());
  const asked = { sinceMs: untilMs - Number(range) * MS_PER_DAY, untilMs };
  const { mutate } = count;
  const { sinceMs } = asked;
  useEffect(() => mutate({ sinceMs, untilMs, isDryRun: true }), [mutate, sinceMs, untilMs]);
  const found = count.isPending ? undefined : count.data;
  const change = () =>
    apply.mutate(
      { ...asked, isDryRun: false },
      {
        onSuccess({ changed }) {
          showDone(t('pricing.changed', { count: changed, value: format.count(changed) }));
          onClose();
        },
      },
    );
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" disabled={found === undefined || found.changed === 0 || apply.isPending} onClick={change}>
        {apply.isPending ? t('pricing.applying') : t('pricing.apply')}
      </Button>
    </>
  );
  const error = apply.error ?? count.error;
  return (
    <Dialog title={t('pricing.recalculateTitle')} description={t('pricing.recalculateText')} isOpen onClose={onClose} footer={footer}>
      <div className="flex flex-col gap-3">
        <Field label={t('pricing.range')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={t('pricing.range')}
              describedBy={describedBy}
              value={range}
              options={RANGES.map((value) => ({ value, label: t(`pricing.ranges.${value}`) }))}
              onChange={setRange}
            />
          )}
        </Field>
        <div role="status" className="min-h-16">
          {found === undefined ? error === null && t('pricing.counting') : <Finding found={found} />}
        </div>
        {error !== null && (
          <p role="alert" className="text-bad">
            {failureText(error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Finding({ found }: { readonly found: Recalculation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { changed, costBeforeMicroUsd, costAfterMicroUsd, newlyPriced, newlyUnpriced } = found;
  if (changed === 0) return <p>{t('pricing.nothing')}</p>;
  const counted = (count: number) => ({ count, value: format.count(count) });
  return (
    <>
      <p>{t('pricing.wouldChange', { ...counted(changed), before: format.cost(costBeforeMicroUsd), after: format.cost(costAfterMicroUsd) })}</p>
      {newlyPriced > 0 && <p className="text-muted">{t('pricing.newlyPriced', counted(newlyPriced))}</p>}
      {newlyUnpriced > 0 && <p className="text-warn">{t('pricing.newlyUnpriced', counted(newlyUnpriced))}</p>}
    </>
  );
}
