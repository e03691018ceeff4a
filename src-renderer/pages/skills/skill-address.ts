/** The address of the page of skills: what is open, how the list is narrowed, and which dialog is shown. */
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { SKILL_SORTS, SKILL_STATES, type SkillFilter } from '../../state/skills/skill-rows.ts';

export type SkillDialog = 'new' | 'updates' | 'backups';
const DIALOGS: readonly SkillDialog[] = ['new', 'updates', 'backups'];

export interface SkillAddress {
  /** `skillKey` of the open one. */
  readonly open: string | null;
  readonly dialog: SkillDialog | null;
  readonly filter: SkillFilter;
  /** Search part of the address that opens this skill. */
  readonly searchOf: (key: string | null) => string;
  readonly show: (key: string | null) => void;
  readonly showDialog: (dialog: SkillDialog | null) => void;
  readonly narrow: (change: Partial<SkillFilter>) => void;
}

export function useSkillAddress(): SkillAddress {
  const [search, setSearch] = useSearchParams();
  // The address follows what is typed, and not the other way round: it is a moment behind, which would swallow letters.
  const [text, setText] = useState(() => search.get('q') ?? '');
  const filter: SkillFilter = {
    text,
    place: search.get('place'),
    state: SKILL_STATES.find((state) => state === search.get('state')) ?? 'all',
    sort: SKILL_SORTS.find((sort) => sort === search.get('sort')) ?? 'name',
  };
  const searchOf = (key: string | null) => {
    const next = withValues(search, { open: key });
    for (const dialog of DIALOGS) next.delete(dialog);
    return `?${next}`;
  };
  return {
    open: search.get('open'),
    dialog: DIALOGS.find((dialog) => search.has(dialog)) ?? null,
    filter,
    searchOf,
    show: (key) => setSearch(searchOf(key)),
    showDialog: (dialog) =>
      setSearch((now) => withValues(now, { new: null, updates: null, backups: null, ...(dialog === null ? {} : { [dialog]: '1' }) })),
    narrow: (change) => {
      const { place = filter.place, state = filter.state, sort = filter.sort } = change;
      if (change.text !== undefined) setText(change.text);
      setSearch(
        (now) => withValues(now, { q: change.text ?? text, place, state: state === 'all' ? null : state, sort: sort === 'name' ? null : sort }),
        {
          replace: true,
        },
      );
    },
  };
}

/** Null and '' take a value away. */
function withValues(search: URLSearchParams, values: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
