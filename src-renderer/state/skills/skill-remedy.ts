/** What to do about each thing that can be wrong with a skill: a key of the texts `skills.remedy`. */
import type { en } from '../../../src-shared/i18n/en.ts';
import type { SkillProblemCode } from '../../../src-shared/schemas/skill-problem.ts';

export type SkillRemedy = keyof (typeof en)['skills']['remedy'];

export const SKILL_REMEDIES: Readonly<Record<SkillProblemCode, SkillRemedy>> = {
  'no-skill-md': 'addFile',
  'skill-md-unreadable': 'mendFolder',
  'skill-md-too-large': 'mendFile',
  'front-matter-broken': 'mendFile',
  'folder-name-invalid': 'rename',
  unreadable: 'mendFolder',
  'link-broken': 'mendLink',
  'no-skills': 'checkSource',
  'path-escapes': 'askAuthor',
  'name-not-portable': 'askAuthor',
  'name-clash': 'askAuthor',
  'link-refused': 'askAuthor',
  'special-file': 'askAuthor',
  'too-many-files': 'smaller',
  'too-large': 'smaller',
  'file-too-large': 'askAuthor',
  'path-too-long': 'askAuthor',
  'too-deep': 'askAuthor',
  'archive-broken': 'again',
  'archive-encrypted': 'askAuthor',
  'source-not-understood': 'checkSource',
  'source-not-found': 'checkSource',
  'download-too-large': 'smaller',
  'download-failed': 'checkConnection',
  'download-refused': 'later',
  'redirect-refused': 'checkSource',
  'already-there': 'chooseReplace',
  'changed-meanwhile': 'again',
  'not-writable': 'writable',
  'source-unknown': 'reinstall',
  interrupted: 'again',
};
