/** What narrows and orders the list: words, a place, a state. Also where a project is told of that nobody knows yet. */
import { Search } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillPlaceView } from '../../../src-shared/schemas/skills.ts';
import { INPUT } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { placeKey } from '../../state/skills/skill-key.ts';
import { SKILL_SORTS, SKILL_STATES } from '../../state/skills/skill-rows.ts';
import { ProjectPopover } from './project-popover.tsx';
import type { SkillAddress } from './skill-address.ts';
import type { SkillProjects } from './use-skill-projects.ts';
import { useSkillWords } from './use-skill-words.ts';

export interface SkillFiltersProps {
  readonly address: SkillAddress;
  readonly places: readonly SkillPlaceView[];
  readonly projects: SkillProjects;
  readonly input: RefObject<HTMLInputElement | null>;
}

const ALL = 'all';

export function SkillFilters({ address, places, projects, input }: SkillFiltersProps) {
  const { t } = useTranslation();
  const words = useSkillWords();
  const { filter, narrow } = address;
  const users = places.filter(({ place }) => place.kind === 'user').length;
  const placeOptions = [
    { value: ALL, label: t('skills.place.all') },
    ...places.map(({ place }) => ({ value: placeKey(place), label: words.place(place, users) })),
  ];
  const isKnown = placeOptions.some(({ value }) => value === filter.place);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 flex-1 basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
        <input
          ref={input}
          type="search"
          data-shortcut="filter"
          aria-label={t('skills.search')}
          placeholder={t('skills.search')}
          value={filter.text}
          onChange={(event) => narrow({ text: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className={`${INPUT} pl-8`}
        />
      </div>
      <Select
        label={t('skills.place.label')}
        value={isKnown ? (filter.place ?? ALL) : ALL}
        options={placeOptions}
        onChange={(place) => narrow({ place: place === ALL ? null : place })}
        className="max-w-56"
      />
      <Select
        label={t('skills.state.label')}
        value={filter.state}
        options={SKILL_STATES.map((value) => ({ value, label: t(`skills.state.${value}`) }))}
        onChange={(state) => narrow({ state })}
      />
      <Select
        label={t('skills.sort.label')}
        value={filter.sort}
        options={SKILL_SORTS.map((value) => ({ value, label: t(`skills.sort.${value}`) }))}
        onChange={(sort) => narrow({ sort })}
      />
      <ProjectPopover projects={projects} />
    </div>
  );
}
