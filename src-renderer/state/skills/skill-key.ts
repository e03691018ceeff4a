/** Places and skills as texts: for addresses, keys of lists and comparisons. */
import type { SkillPlace, SkillRef } from '../../../src-shared/schemas/skills.ts';

export function folderOf(place: SkillPlace): string {
  return place.kind === 'user' ? place.folder : place.project;
}

/** `user:/home/user/.claude` */
export function placeKey(place: SkillPlace): string {
  return `${place.kind}:${folderOf(place)}`;
}

/** A folder's name holds no slash, and what is before the first one is it. */
export function skillKey({ place, folderName }: SkillRef): string {
  return `${folderName}/${placeKey(place)}`;
}

export function refOf({ place, folderName }: SkillRef): SkillRef {
  return { place, folderName };
}

/** The last part of a path, which tells projects apart most of the time. */
export function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}
