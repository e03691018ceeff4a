/** What the models cost that were used lately; prices of one's own; and costs calculated anew. */
import { Calculator, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelPrice, PriceList } from '../../../src-shared/schemas/pricing.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCalendarFormat, useFormat } from '../../components/use-format.ts';
import { PRICE_DAYS, usePrices } from '../../state/queries/use-prices.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { PriceDialog } from './price-dialog.tsx';
import { PriceTable } from './price-table.tsx';
import { RecalculateDialog } from './recalculate-dialog.tsx';

type Open = { readonly kind: 'price'; readonly model: ModelPrice | null } | { readonly kind: 'recalculate' } | null;

export function PricesSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const prices = usePrices();
  const repair = useRepair(prices.refetch);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Card title={t('pricing.title')}>
      <div className="flex flex-col gap-3 px-4 py-3">
        <p className="text-[13px] text-muted">{t('pricing.effect', { days: format.count(PRICE_DAYS) })}</p>
        <DataPanel data={prices.data} failure={failureOf(prices)} skeleton={<Skeleton rows={3} rowHeight="h-8" />} onRepair={repair}>
          {(list) => <Prices list={list} onEdit={(model) => setOpen({ kind: 'price', model })} />}
        </DataPanel>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen({ kind: 'price', model: null })}>
            <Plus aria-hidden className="size-4" />
            {t('pricing.add')}
          </Button>
          <Button onClick={() => setOpen({ kind: 'recalculate' })}>
            <Calculator aria-hidden className="size-4" />
            {t('pricing.recalculate')}
          </Button>
        </div>
      </div>
      {open?.kind === 'price' && <PriceDialog model={open.model} onClose={close} />}
      {open?.kind === 'recalculate' && <RecalculateDialog onClose={close} />}
    </Card>
  );
}

function Prices({ list, onEdit }: { readonly list: PriceList; readonly onEdit: (model: ModelPrice) => void }) {
  const calendar = useCalendarFormat();
  const { t } = useTranslation();
  return (
    <>
      {list.problem !== null && <Banner tone="warn">{t('pricing.problem', { problem: list.problem })}</Banner>}
      {list.models.length === 0 ? <p className="text-muted">{t('pricing.empty')}</p> : <PriceTable models={list.models} onEdit={onEdit} />}
      <p className="text-[13px] break-words text-muted">
        {t('pricing.foot', { date: calendar.dates(list.listDate, list.listDate), file: list.file })}
      </p>
    </>
  );
}
