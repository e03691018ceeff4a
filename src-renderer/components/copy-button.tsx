/** Copies a text and says so for a moment. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

const CONFIRM_MS = 1_600;

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name: "Copy the base URL". */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <>
      <IconButton
        size="smallIcon"
        label={t('common.copy', { what })}
        icon={isCopied ? <Check aria-hidden className="size-4 text-ok" /> : <Copy aria-hidden className="size-4" />}
        onClick={() => void copy()}
      />
      <span role="status" className="sr-only">
        {isCopied ? t('common.copied') : ''}
      </span>
    </>
  );
}
