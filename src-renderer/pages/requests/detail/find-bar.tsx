/** The field that searches a text, how often the word occurs, and the way from hit to hit. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { INPUT } from '../../../components/field.tsx';
import { useFormat } from '../../../components/use-format.ts';

export interface FindBarProps {
  readonly word: string;
  readonly onWord: (word: string) => void;
  /** From 0; null: no hit is in sight yet. */
  readonly at: number | null;
  readonly total: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
  readonly onStep: (by: 1 | -1) => void;
}

export function FindBar({ word, onWord, at, total, isMore, onStep }: FindBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = format.count(total);
  const text =
    total === 0
      ? t('request.body.noHits')
      : at === null
        ? t('request.body.hits', { count: total, value: count })
        : t('request.body.hitOf', { at: format.count(at + 1), total: count });
  return (
    <div className="flex items-center gap-1">
      <input
        type="search"
        aria-label={t('request.body.search')}
        placeholder={t('request.body.search')}
        value={word}
        spellCheck={false}
        onChange={(event) => onWord(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape' && word !== '') onWord('');
        }}
        className={classNames(INPUT, 'h-7 w-52 text-[13px]')}
      />
      <span role="status" className="min-w-20 text-[13px] text-muted tabular-nums">
        {word === '' ? '' : isMore ? `${text} ${t('request.body.more')}` : text}
      </span>
      <IconButton
        size="smallIcon"
        label={t('request.body.previous')}
        icon={<ChevronUp aria-hidden className="size-4" />}
        disabled={total === 0}
        onClick={() => onStep(-1)}
      />
      <IconButton
        size="smallIcon"
        label={t('request.body.next')}
        icon={<ChevronDown aria-hidden className="size-4" />}
        disabled={total === 0}
        onClick={() => onStep(1)}
      />
    </div>
  );
}
