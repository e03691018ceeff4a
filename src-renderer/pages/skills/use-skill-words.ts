/** Places, sources and problems of skills in the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { problemValues } from '../../../src-shared/problem-values.ts';
import type { SkillProblem } from '../../../src-shared/schemas/skill-problem.ts';
import type { SkillPlace, SkillSource } from '../../../src-shared/schemas/skills.ts';
import { useFormat } from '../../components/use-format.ts';
import { folderOf, lastPart } from '../../state/skills/skill-key.ts';
import { SKILL_REMEDIES } from '../../state/skills/skill-remedy.ts';

export interface SkillWords {
  problem(problem: SkillProblem): string;
  remedy(problem: SkillProblem): string;
  /** @param users how many places of the user's own there are: one needs no folder to tell it apart. */
  place(place: SkillPlace, users: number): string;
  source(source: SkillSource | null): string;
}

export function useSkillWords(): SkillWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    return {
      problem: ({ code, values }) => {
        // Which values a problem has depends on its code, which the type of `t` cannot follow; a test looks every one of them up.
        return String(Reflect.apply(i18n.t, i18n, [`skills.problem.${code}`, problemValues(values, format)]));
      },
      remedy: ({ code }) => t(`skills.remedy.${SKILL_REMEDIES[code]}`),
      place: (place, users) => {
        if (place.kind === 'project') return t('skills.place.project', { name: lastPart(place.project) });
        return users > 1 ? t('skills.place.userOf', { folder: folderOf(place) }) : t('skills.place.user');
      },
      source: (source) => {
        switch (source?.kind) {
          case undefined:
            return t('skills.source.unknown');
          case 'github':
            return `${source.owner}/${source.repo}`;
          case 'zip':
            return t('skills.source.zip', { name: source.name });
          case 'folder':
            return t('skills.source.folder', { folder: lastPart(source.folder) });
        }
      },
    };
  }, [t, i18n, format]);
}
