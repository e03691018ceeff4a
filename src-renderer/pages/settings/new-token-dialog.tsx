/** Shows a new token, the only time that it is told. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';

export interface NewTokenDialogProps {
  /** Null: nothing to show. */
  readonly token: string | null;
  readonly onClose: () => void;
}

export function NewTokenDialog({ token, onClose }: NewTokenDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('settings.tokens.shownOnce')}
      description={t('settings.tokens.shownOnceText')}
      isOpen={token !== null}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('settings.tokens.done')}
        </Button>
      }
    >
      {token !== null && (
        <div className="flex items-center justify-between gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
          <code className="font-mono text-[13px] break-all">{token}</code>
          <CopyButton text={token} what={t('settings.tokens.token')} />
        </div>
      )}
    </Dialog>
  );
}
