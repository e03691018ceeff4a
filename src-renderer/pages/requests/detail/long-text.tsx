/** A text as it was written, of which a long one shows its beginning first. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { useFormat } from '../../../components/use-format.ts';

/** About half a screen; a text that is only a little longer is shown whole. */
const BEGINNING_CHARACTERS = 1_200;
const LITTLE_LONGER = 1.5;

export interface LongTextProps {
  readonly text: string;
  /** How much of a long text shows first; left out: half a screen. */
  readonly beginning?: number | undefined;
  readonly className?: string;
}

export function LongText({ text, beginning = BEGINNING_CHARACTERS, className }: LongTextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const isLong = text.length > beginning * LITTLE_LONGER;
  return (
    <div className="w-full">
      <p className={classNames('wrap-anywhere whitespace-pre-wrap', className)}>{isLong && !isOpen ? `${text.slice(0, beginning)} …` : text}</p>
      {isLong && (
        <Button size="small" variant="ghost" aria-expanded={isOpen} className="mt-1 -ml-2" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('request.talk.showLess') : t('request.talk.showAll', { value: format.count(text.length) })}
        </Button>
      )}
    </div>
  );
}
