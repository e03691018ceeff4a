/** Commands and agents, which Claude Code reads as well. They are only looked at. */
import { Bot, SquareSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SkillExtra, SkillPlaceView } from '../../../src-shared/schemas/skills.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { useFormat } from '../../components/use-format.ts';
import { placeKey } from '../../state/skills/skill-key.ts';
import { useSkillWords } from './use-skill-words.ts';

export interface SkillExtrasProps {
  readonly extras: readonly SkillExtra[];
  readonly places: readonly SkillPlaceView[];
}

const ICONS = { command: SquareSlash, agent: Bot } as const;

export function SkillExtras({ extras, places }: SkillExtrasProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSkillWords();
  const users = places.filter(({ place }) => place.kind === 'user').length;
  return (
    <Card title={t('skills.extras.title')} className="mt-4" aside={<span className="text-[13px] text-muted">{t('skills.extras.text')}</span>}>
      {extras.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('skills.extras.none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {extras.map((extra) => {
            const Icon = ICONS[extra.kind];
            return (
              <li
                key={`${extra.kind} ${placeKey(extra.place)} ${extra.path}`}
                className="px-4 py-2 [contain-intrinsic-size:auto_4rem] [content-visibility:auto]"
              >
                <p className="flex min-w-0 flex-wrap items-center gap-2">
                  <Icon aria-hidden className="size-4 shrink-0 text-muted" />
                  <span title={extra.path} className="min-w-0 truncate font-medium">
                    {extra.kind === 'command' ? `/${extra.name}` : extra.name}
                  </span>
                  <Badge>{t(`skills.extras.${extra.kind}`)}</Badge>
                  <span className="text-[13px] text-muted tabular-nums">
                    {words.place(extra.place, users)} · {format.bytes(extra.sizeBytes)}
                  </span>
                </p>
                {extra.description !== null && (
                  <p title={extra.description} className="line-clamp-2 wrap-anywhere text-muted">
                    {extra.description}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
