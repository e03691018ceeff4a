/** Waits for a job on skills, with one line on a terminal that says how far it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillDiff, SkillJob } from '../../src-shared/schemas/skill-job.ts';
import type { SkillRef } from '../../src-shared/schemas/skills.ts';
import type { AdminCaller } from './admin-caller.ts';
import { bytes } from './amounts.ts';
import type { CliSession } from './session.ts';
import { projectsOf, type SkillPlaceOptions, skillNamed } from './skill-input.ts';
import { problemText } from './skill-words.ts';

/** Start of the line, and erase it. */
const REWRITE = '\r\u001b[2K';
/** Quick enough for small repositories to feel immediate. */
const ASK_EVERY_MS = 100;

const DOING = { downloading: 'downloading', checking: 'checking', installing: 'installing' } as const;

/** Resolves when there is a choice to make, or all is done. @throws SKILL_REFUSED with the reason when it failed. */
export async function followJob({ io }: CliSession, caller: AdminCaller, begun: SkillJob): Promise<SkillJob> {
  let job = begun;
  for (; job.phase in DOING; job = await caller.skills.job({ id: job.id })) {
    if (io.isTerminal) io.err(`${REWRITE}${progressText(job)}`);
    await sleep(ASK_EVERY_MS);
  }
  if (io.isTerminal) io.err(REWRITE);
  if (job.phase === 'failed') throw new AppError('SKILL_REFUSED', job.problem === null ? 'it failed' : problemText(job.problem));
  if (job.phase === 'cancelled') throw new AppError('SKILL_REFUSED', 'it was given up elsewhere');
  return job;
}

function progressText({ phase, doneBytes, totalBytes }: SkillJob): string {
  const done = doneBytes === 0 ? '' : ` ${bytes(doneBytes)}${totalBytes === null ? '' : ` of ${bytes(totalBytes)}`}`;
  return `${phase}${done} …`;
}

/** Of the named skills, or of all that came from somewhere. */
export async function checkSkills(session: CliSession, caller: AdminCaller, names: readonly string[], options: SkillPlaceOptions): Promise<SkillJob> {
  const projects = projectsOf(options);
  const list = await caller.skills.list({ projects });
  const isAll = names.length === 0 && options.project === undefined;
  const here =
    names.length > 0
      ? names.map((name) => skillNamed(name, options, list))
      : list.items.filter(({ source, place }) => source !== null && place.kind === 'project' && projects.includes(place.project));
  const refs = isAll ? null : here.map(({ place, folderName }) => ({ place, folderName }));
  return followJob(session, caller, await caller.skills.check({ refs, projects }));
}

export async function diffsOf(
  caller: AdminCaller,
  id: string,
  refs: readonly SkillRef[],
): Promise<readonly (SkillDiff & { readonly ref: SkillRef })[]> {
  const diffs = [];
  for (const ref of refs) diffs.push({ ref, ...(await caller.skills.diff({ id, ref })) });
  return diffs;
}
