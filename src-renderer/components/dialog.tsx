/**
 * A dialog: heading, text, content that scrolls, and actions that stay in view. Escape, the backdrop and the cross close it; where
 * something was entered they ask first, because each of them is easily hit by mistake. A form begins in its first field.
 */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { BACKDROP, POPUP } from './popup-look.ts';

export interface DialogProps {
  readonly title: string;
  readonly description?: string | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Something was entered that would be lost. */
  readonly isDirty?: boolean;
  readonly footer?: ReactNode;
  readonly isWide?: boolean;
  readonly children?: ReactNode;
}

/** Not the boxes to tick, and not what only helps a select or a checkbox along. */
const FIRST_FIELD = 'form :is(input, textarea)[name]';

export function Dialog({ title, description, isOpen, onClose, isDirty = false, footer, isWide = false, children }: DialogProps) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const leave = () => (isDirty ? setIsAsking(true) : onClose());
  // By touch it would open the keyboard over the dialog.
  const firstField = (by: string) => (by === 'touch' ? true : (content.current?.querySelector<HTMLElement>(FIRST_FIELD) ?? true));
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && leave()}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup initialFocus={firstField} className={classNames(POPUP, isWide ? 'max-w-3xl' : 'max-w-xl')}>
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 wrap-anywhere">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description !== undefined && <Base.Description className="text-muted">{description}</Base.Description>}
            </div>
            <Base.Close
              aria-label={t('common.close')}
              className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div ref={content} className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4">
            {children}
          </div>
          {footer !== undefined && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
          <ConfirmDialog
            title={t('common.discardTitle')}
            text={t('common.discardText')}
            action={t('common.discard')}
            cancel={t('common.goOn')}
            isOpen={isAsking}
            onConfirm={onClose}
            onClose={() => setIsAsking(false)}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
