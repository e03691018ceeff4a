/** One skill in the list: what it is, how it is, and what can be done to it at once. */
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SkillView } from '../../../src-shared/schemas/skills.ts';
import { Badge } from '../../components/badge.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../components/use-format.ts';
import { titleOf } from '../../state/skills/skill-rows.ts';
import { ProblemLine } from './problem-note.tsx';
import { SkillTools } from './skill-tools.tsx';
import { useSkillWords } from './use-skill-words.ts';

export interface SkillRowProps {
  readonly skill: SkillView;
  readonly hasUpdate: boolean;
  /** Name of its place; null: there is only one. */
  readonly place: string | null;
  readonly isOpen: boolean;
  /** Search part of the address that opens it. */
  readonly href: string;
  readonly nowMs: number;
  /** Switch and menu. */
  readonly actions: ReactNode;
}

export function SkillRow({ skill, hasUpdate, place, isOpen, href, nowMs, actions }: SkillRowProps) {
  const { t } = useTranslation();
  const name = titleOf(skill);
  const [problem] = skill.problems;
  return (
    <article
      aria-label={name}
      aria-current={isOpen}
      // Rows out of sight cost nothing until they are scrolled to.
      className={classNames(
        'flex scroll-mt-16 scroll-mb-4 items-start gap-3 px-4 py-3 [contain-intrinsic-size:auto_6rem] [content-visibility:auto] hover:bg-hover',
        isOpen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="min-w-0 max-w-full">
            <Link
              to={href}
              title={name}
              data-skill-link
              className={classNames('block truncate font-semibold hover:underline', !skill.isEnabled && 'text-muted')}
            >
              {name}
            </Link>
          </h2>
          <SkillBadges skill={skill} hasUpdate={hasUpdate} />
        </div>
        {(skill.description !== null || problem === undefined) && (
          <p title={skill.description ?? undefined} className="line-clamp-2 wrap-anywhere text-muted">
            {skill.description ?? t('skills.noDescription')}
          </p>
        )}
        {problem !== undefined && <ProblemLine problem={problem} />}
        <SkillTools tools={skill.allowedTools} />
        <Facts skill={skill} place={place} nowMs={nowMs} />
      </div>
      <div className="flex shrink-0 items-center gap-2">{actions}</div>
    </article>
  );
}

export function SkillBadges({ skill, hasUpdate }: { readonly skill: SkillView; readonly hasUpdate: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {!skill.isEnabled && <Badge>{t('skills.badge.disabled')}</Badge>}
      {skill.problems.length > 0 && <Badge tone="bad">{t('skills.badge.broken')}</Badge>}
      {hasUpdate && <Badge tone="accent">{t('skills.badge.update')}</Badge>}
      {skill.hasLocalChanges && (
        <Badge tone="warn" title={t('skills.badge.changedHint')}>
          {t('skills.badge.changed')}
        </Badge>
      )}
      {skill.isHiddenFromModel && <Badge title={t('skills.badge.hiddenHint', { name: skill.folderName })}>{t('skills.badge.hidden')}</Badge>}
      {skill.isLink && (
        <Badge title={t('skills.badge.linkHint')}>
          <Link2 aria-hidden className="size-3.5" />
          {t('skills.badge.link')}
        </Badge>
      )}
    </>
  );
}

function Facts({ skill, place, nowMs }: Pick<SkillRowProps, 'skill' | 'place' | 'nowMs'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSkillWords();
  const facts = [
    place,
    skill.name !== null && skill.name !== skill.folderName ? skill.folderName : null,
    format.bytes(skill.sizeBytes),
    t('skills.files', { count: skill.fileCount, value: format.count(skill.fileCount) }),
    words.source(skill.source),
    skill.installedAtMs === null ? null : t('skills.installedAgo', { ago: format.ago(skill.installedAtMs, nowMs) }),
  ].filter((fact) => fact !== null);
  return <p className="text-[13px] wrap-anywhere text-muted tabular-nums">{facts.join(' · ')}</p>;
}
