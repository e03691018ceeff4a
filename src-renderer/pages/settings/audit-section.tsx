/** Whether requests and answers are kept, for how long, what is taken out of them, and how much room they take. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditSize } from '../../../src-shared/schemas/audit.ts';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { BYTES_PER_MIB } from '../../../src-shared/units.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useAuditCommands } from '../../state/commands/use-audit-commands.ts';
import { useAuditSize } from '../../state/queries/use-audit-size.ts';
import { LinesSetting, NumberSetting, SwitchSetting } from '../setting-controls.tsx';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';

export function AuditSection({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const { audit } = view.settings;
  return (
    <Card title={t('settings.section.audit')}>
      <p className="border-line border-b px-4 py-3 text-[13px] text-muted">{t('settings.audit.what')}</p>
      <div className="divide-y divide-line">
        <SwitchSetting
          view={view}
          path="audit.isOn"
          title={t('settings.audit.isOn.title')}
          effect={t('settings.audit.isOn.effect')}
          value={audit.isOn}
        />
        <NumberSetting
          view={view}
          path="audit.keepDays"
          title={t('settings.audit.keepDays.title')}
          effect={t('settings.audit.keepDays.effect')}
          value={audit.keepDays}
          unit={t('settings.unit.days')}
        />
        <NumberSetting
          view={view}
          path="audit.maxSizeBytes"
          title={t('settings.audit.maxSize.title')}
          effect={t('settings.audit.maxSize.effect')}
          value={audit.maxSizeBytes}
          unit={t('settings.unit.mib')}
          unitSize={BYTES_PER_MIB}
        />
        <NumberSetting
          view={view}
          path="audit.maxBodyBytes"
          title={t('settings.audit.maxBody.title')}
          effect={t('settings.audit.maxBody.effect')}
          value={audit.maxBodyBytes}
          unit={t('settings.unit.mib')}
          unitSize={BYTES_PER_MIB}
        />
        <LinesSetting
          view={view}
          path="audit.patterns"
          title={t('settings.audit.patterns.title')}
          effect={t('settings.audit.patterns.effect')}
          value={audit.patterns}
          placeholder={t('settings.audit.patterns.placeholder')}
        />
        <OnDisk />
      </div>
    </Card>
  );
}

function OnDisk() {
  const size = useAuditSize();
  const repair = useRepair(size.refetch);
  return (
    <div className="px-4 py-3">
      <DataPanel data={size.data} failure={failureOf(size)} skeleton={<Skeleton rows={2} rowHeight="h-8" />} onRepair={repair}>
        {(kept) => <Kept size={kept} />}
      </DataPanel>
    </div>
  );
}

function Kept({ size }: { readonly size: AuditSize }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { deleteAll } = useAuditCommands();
  const onError = useReportFailure();
  const [isAsking, setIsAsking] = useState(false);
  const isEmpty = size.days.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-60 flex-1">
          <span className="font-medium">{t('settings.audit.onDisk')}</span>{' '}
          <span className="text-muted">{isEmpty ? t('settings.audit.nothing') : format.bytes(size.sizeBytes)}</span>
        </p>
        <Button variant="danger" disabled={isEmpty || deleteAll.isPending} onClick={() => setIsAsking(true)}>
          <Trash2 aria-hidden className="size-4" />
          {t('settings.audit.deleteAll')}
        </Button>
      </div>
      {!isEmpty && <Days size={size} />}
      <ConfirmDialog
        title={t('settings.audit.deleteTitle')}
        text={t('settings.audit.deleteText', { size: format.bytes(size.sizeBytes) })}
        action={t('settings.audit.deleteAll')}
        isOpen={isAsking}
        onConfirm={() => void deleteAll.mutateAsync().then(() => showDone(t('settings.audit.deleted')), onError)}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}

function Days({ size }: { readonly size: AuditSize }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="mt-3 w-full max-w-md text-[13px] tabular-nums">
      <thead className="text-left text-muted">
        <tr>
          <th className="py-1 font-normal">{t('settings.audit.day')}</th>
          <th className="py-1 text-right font-normal">{t('settings.audit.requests')}</th>
          <th className="py-1 text-right font-normal">{t('settings.audit.size')}</th>
        </tr>
      </thead>
      <tbody>
        {size.days.map(({ day, exchanges, sizeBytes }) => (
          <tr key={day} className="border-line border-t">
            <td className="py-1">{day}</td>
            <td className="py-1 text-right">{format.count(exchanges)}</td>
            <td className="py-1 text-right">{format.bytes(sizeBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
