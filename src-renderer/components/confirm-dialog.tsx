/** Asks before something that loses data. The safe answer has the focus. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { BACKDROP, POPUP } from './popup-look.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  /** The safe answer; "Cancel" unless given. */
  readonly cancel?: string;
  readonly isOpen: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, text, action, cancel: safe, isOpen, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={BACKDROP} />
        <AlertDialog.Popup initialFocus={cancel} className={classNames(POPUP, 'max-w-md p-5')}>
          <AlertDialog.Title className="text-base font-semibold wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 wrap-anywhere text-muted">{text}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Button ref={cancel} onClick={onClose}>
              {safe ?? t('common.cancel')}
            </Button>
            <Button variant="danger" onClick={confirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
