/** Two texts side by side, line by line. What differs is marked, and read out as such. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../components/class-names.ts';
import { useFormat } from '../../../components/use-format.ts';
import { VirtualRows } from '../../../components/virtual-rows.tsx';
import { diffAnswers, likeness, type TextPiece } from '../../../state/messages/answer-diff.ts';

export interface TextComparisonProps {
  readonly left: string;
  readonly right: string;
  /** Heads of both sides. */
  readonly names: readonly [string, string];
}

const ROW_HEIGHT_PX = 22;

export function TextComparison({ left, right, names }: TextComparisonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useMemo(() => diffAnswers(left, right), [left, right]);
  if (left === '' && right === '') return <p className="text-muted">{t('request.replay.noText')}</p>;
  const share = likeness(rows);
  return (
    <section aria-label={t('request.replay.compared')} className="flex flex-col gap-1">
      <p>{left === right ? t('request.replay.same') : t('request.replay.alike', { share: format.share(share) })}</p>
      <div className="grid grid-cols-2 gap-px text-[13px] font-medium text-muted">
        <span className="px-3">{names[0]}</span>
        <span className="px-3">{names[1]}</span>
      </div>
      <VirtualRows
        label={t('request.replay.compared')}
        count={rows.length}
        rowHeight={ROW_HEIGHT_PX}
        className="max-h-[60dvh] rounded-md border border-line bg-surface py-1"
        row={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div className="grid grid-cols-2 gap-px">
              <Side pieces={row.left} isSame={row.isSame} ground="bg-bad-soft/40" mark="bg-bad-soft text-bad" />
              <Side pieces={row.right} isSame={row.isSame} ground="bg-ok-soft/40" mark="bg-ok-soft text-ok" />
            </div>
          );
        }}
      />
    </section>
  );
}

interface SideProps {
  readonly pieces: readonly TextPiece[] | null;
  readonly isSame: boolean;
  readonly ground: string;
  readonly mark: string;
}

function Side({ pieces, isSame, ground, mark }: SideProps) {
  const { t } = useTranslation();
  if (pieces === null) return <span className="bg-sunken" />;
  return (
    <p className={classNames('min-h-[1.45em] px-3 wrap-anywhere whitespace-pre-wrap', !isSame && ground)}>
      {pieces.map(({ text, isDifferent }, index) =>
        isDifferent ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no other identity and never move
          <mark key={index} title={t('request.replay.onlyOne')} className={mark}>
            {text}
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no other identity and never move
          <span key={index}>{text}</span>
        ),
      )}
    </p>
  );
}
