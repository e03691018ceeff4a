/** What was found, to paste into an issue: copied or saved, without anything private unless chosen. */
import { ClipboardCopy, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { saveFile } from '../../components/save-file.ts';
import { showDone } from '../../components/toasts.ts';
import { useDoctorCommands } from '../../state/commands/use-doctor-commands.ts';
import { useReportFailure } from '../use-failures.ts';

export function ReportCard({ isBusy }: { readonly isBusy: boolean }) {
  const { t } = useTranslation();
  const { report } = useDoctorCommands();
  const onError = useReportFailure();
  const [withNames, setWithNames] = useState(false);
  const take = (use: (markdown: string) => Promise<void> | void) => {
    report(withNames)
      .then(use)
      .catch((error: unknown) => onError(error));
  };
  const copy = async (markdown: string) => {
    await navigator.clipboard.writeText(markdown);
    showDone(t('common.copied'));
  };
  const save = (markdown: string) => {
    saveFile('code-proxy-report.md', markdown, 'text/markdown');
    showDone(t('doctor.reportSaved'));
  };
  return (
    <Card title={t('doctor.reportTitle')}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
        <div className="min-w-0 flex-1 basis-72">
          <p className="mb-2 text-muted">{t('doctor.reportHint')}</p>
          <Checkbox label={t('doctor.withNames')} isChecked={withNames} onChange={setWithNames} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button disabled={isBusy} onClick={() => take(copy)}>
            <ClipboardCopy aria-hidden className="size-4" />
            {t('doctor.copyReport')}
          </Button>
          <Button disabled={isBusy} onClick={() => take(save)}>
            <Download aria-hidden className="size-4" />
            {t('doctor.saveReport')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
