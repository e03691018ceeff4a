/** The skills that the filters leave. Arrow keys, j and k, Home and End go from name to name. */
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillUpdate } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillPlaceView, SkillView } from '../../../src-shared/schemas/skills.ts';
import { useNow } from '../../components/use-now.ts';
import { nextRow } from '../../state/list-keys.ts';
import { skillKey } from '../../state/skills/skill-key.ts';
import { SkillActions } from './skill-actions.tsx';
import type { SkillAddress } from './skill-address.ts';
import { SkillRow } from './skill-row.tsx';
import { useSkillWords } from './use-skill-words.ts';

export interface SkillListProps {
  readonly skills: readonly SkillView[];
  readonly places: readonly SkillPlaceView[];
  readonly updates: ReadonlyMap<string, SkillUpdate>;
  readonly address: SkillAddress;
  readonly onCheck: (skill: SkillView) => void;
}

const AGO_STEP_MS = 60_000;
const ROWS_BY_PAGE = 6;

export function SkillList({ skills, places, updates, address, onCheck }: SkillListProps) {
  const { t } = useTranslation();
  const words = useSkillWords();
  const nowMs = useNow(AGO_STEP_MS);
  const list = useRef<HTMLElement>(null);
  const { open } = address;
  // The one beside the list is in sight in it, whichever way it was reached.
  useEffect(() => {
    if (open !== null) list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const users = useMemo(() => places.filter(({ place }) => place.kind === 'user').length, [places]);
  return (
    <section
      ref={list}
      aria-label={t('skills.list')}
      onKeyDown={(event) => moveFocus(event, open !== null)}
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      {skills.map((skill) => {
        const key = skillKey(skill);
        const hasUpdate = updates.has(key);
        return (
          <SkillRow
            key={key}
            skill={skill}
            hasUpdate={hasUpdate}
            place={places.length > 1 ? words.place(skill.place, users) : null}
            isOpen={address.open === key}
            href={address.searchOf(key)}
            nowMs={nowMs}
            actions={
              <SkillActions
                skill={skill}
                hasUpdate={hasUpdate}
                onOpen={() => address.show(key)}
                onCheck={onCheck}
                onShowUpdate={() => address.showDialog('updates')}
              />
            }
          />
        );
      })}
    </section>
  );
}

/** @param isOpen j and k then belong to the open skill. */
function moveFocus(event: KeyboardEvent<HTMLElement>, isOpen: boolean): void {
  if (isOpen && (event.key === 'j' || event.key === 'k')) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement) || !('skillLink' in event.target.dataset)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-skill-link]')];
  const to = nextRow(event.key, { active: links.indexOf(event.target), count: links.length, rowsInSight: ROWS_BY_PAGE });
  if (to === null) return;
  event.preventDefault();
  links[to]?.focus();
}
