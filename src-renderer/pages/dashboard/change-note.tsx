/** How a number stands to the one of the range before: arrow, sign and word; colour only repeats what is better or worse. */
import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import type { UsageChange } from '../../state/usage-change.ts';

export interface ChangeNoteProps {
  readonly change: UsageChange;
  /** The number before, written as the one of now. */
  readonly before: string;
  /** Which words tell of a rise and a fall. */
  readonly words?: 'amount' | 'level' | 'speed';
  /** What a rise means; left out: neither good nor bad. */
  readonly rise?: 'good' | 'bad';
}

const WORDS = { amount: ['more', 'less'], level: ['higher', 'lower'], speed: ['slower', 'faster'] } as const;

export function ChangeNote({ change, before, words = 'amount', rise }: ChangeNoteProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (change.kind === 'unknown') return null;
  const titled = (text: string) => `${text} (${t('dashboard.change.before', { value: before })})`;
  if (change.kind === 'same' || change.kind === 'new') {
    return (
      <span title={titled(t(`dashboard.change.${change.kind}`))} className="text-muted">
        {change.kind === 'same' && <Equal aria-hidden className="mr-0.5 inline size-3.5" />}
        {t(`dashboard.change.${change.kind}`)}
      </span>
    );
  }
  const isRise = (change.kind === 'ratio' ? change.ratio : change.difference) > 0;
  const value =
    change.kind === 'ratio' ? format.signedShare(change.ratio) : t('dashboard.change.points', { value: format.signedPoints(change.difference) });
  const Arrow = isRise ? ArrowUp : ArrowDown;
  const text = t(`dashboard.change.${WORDS[words][isRise ? 0 : 1]}`, { value });
  const isGood = rise !== undefined && (rise === 'good') === isRise;
  return (
    <span title={titled(text)} className={classNames('text-muted', rise !== undefined && (isGood ? 'text-ok' : 'text-bad'))}>
      <Arrow aria-hidden className="mr-0.5 inline size-3.5" />
      {text}
    </span>
  );
}
