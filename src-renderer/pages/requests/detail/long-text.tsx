/** A text as it was written, of which a long one shows its beginning first. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { useFormat } from '../../../components/use-format.ts';

/** About half a screen; a text that is only a little longer is shown whole. */
const BEGINNING_CHARACTERS = 1_200;
const WHOLE_CHARACTERS = 1_800;

export function LongText({ text, className }: { readonly text: string; readonly className?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const isLong = text.length > WHOLE_CHARACTERS;
  return (
    <div className="w-full">
      <p className={classNames('wrap-anywhere whitespace-pre-wrap', className)}>
        {isLong && !isOpen ? `${text.slice(0, BEGINNING_CHARACTERS)} …` : text}
      </p>
      {isLong && (
        <Button size="small" variant="ghost" aria-expanded={isOpen} className="mt-1 -ml-2" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('request.talk.showLess') : t('request.talk.showAll', { value: format.count(text.length) })}
        </Button>
      )}
    </div>
  );
}
