/** The address of the page of skills: what is open, how the list is narrowed, and which dialog is shown. */
import { useState } from 'react';
import { SKILL_SORTS, SKILL_STATES, type SkillFilter } from '../../state/skills/skill-rows.ts';
import { useAddress } from '../use-address.ts';

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
  const { search, change } = useAddress();
  // The address follows what is typed, and not the other way round: it is a moment behind, which would swallow letters.
  const [text, setText] = useState(() => search.get('q') ?? '');
  const filter: SkillFilter = {
    text,
    place: search.get('place'),
    state: SKILL_STATES.find((state) => state === search.get('state')) ?? 'all',
    sort: SKILL_SORTS.find((sort) => sort === search.get('sort')) ?? 'name',
  };
  return {
    open: search.get('open'),
    dialog: DIALOGS.find((dialog) => search.has(dialog)) ?? null,
    filter,
    searchOf: (key) => `?${withOpen(search, key)}`,
    show: (key) => change((now) => withOpen(now, key)),
    showDialog: (dialog) =>
      change((now) => withValues(now, { new: null, updates: null, backups: null, ...(dialog === null ? {} : { [dialog]: '1' }) })),
    narrow: (part) => {
      if (part.text !== undefined) setText(part.text);
      change((now) => withFilter(now, part), { replace: true });
    },
  };
}

function withOpen(search: URLSearchParams, key: string | null): URLSearchParams {
  return withValues(search, { open: key, new: null, updates: null, backups: null });
}

/** What is as it is at first does not stand in the address. */
function withFilter(search: URLSearchParams, { text, place, state, sort }: Partial<SkillFilter>): URLSearchParams {
  return withValues(search, {
    ...(text === undefined ? {} : { q: text }),
    ...(place === undefined ? {} : { place }),
    ...(state === undefined ? {} : { state: state === 'all' ? null : state }),
    ...(sort === undefined ? {} : { sort: sort === 'name' ? null : sort }),
  });
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
