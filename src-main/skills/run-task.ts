/** Does one task on the thread of skills and answers it. */
import { mkdirSync } from 'node:fs';
import { errorCodeOf } from '../platform/error-code.ts';
import { copyTree } from './copy-tree.ts';
import { changedFiles, diffSkill } from './diff-skill.ts';
import { EntryGate } from './entry-gate.ts';
import { findCandidates } from './find-candidates.ts';
import { foundSkill, listExtras, listPlace } from './list-place.ts';
import { readSkillText } from './read-skill.ts';
import { SkillRefusal } from './skill-refusal.ts';
import { takeFolder } from './take-folder.ts';
import { SKILL_TASKS, type SkillTaskName, type SkillTaskOutput, type TaskAnswer, taskQuestionSchema } from './tasks.ts';
import { TreeWriter } from './tree-writer.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';

type Progress = (doneBytes: number) => void;
type Tasks = { readonly [K in SkillTaskName]: (input: ParsedInput<K>, progress: Progress) => SkillTaskOutput<K> | Promise<SkillTaskOutput<K>> };
type ParsedInput<K extends SkillTaskName> = ReturnType<(typeof SKILL_TASKS)[K]['input']['parse']>;

const TASKS: Tasks = {
  list: (places) => places.map(({ skillsFolder, hashed }) => listed(listPlace(skillsFolder, hashed))),
  look: (folders) => folders.map((folder) => plain(foundSkill(folder, true))),
  read: ({ folder }) => readSkillText(folder),
  extras: (folders) => folders.map((folder) => [...listExtras(folder)]),
  unpack,
  diff: ({ before, after }) => diffSkill(before, after),
  countChanges: ({ before, after }) => changedFiles(before, after).length,
  copy({ from, to, isWhole }, progress) {
    copyTree(from, to, { isWhole, onBytes: progress });
    return null;
  },
};

/** @param tell  Called with progress, any number of times, and then with the one answer. */
export async function runTask(message: unknown, tell: (answer: TaskAnswer) => void): Promise<void> {
  const { id, task, input } = taskQuestionSchema.parse(message);
  try {
    tell({ kind: 'done', id, output: await perform(task, input, (doneBytes) => tell({ kind: 'progress', id, doneBytes })) });
  } catch (error) {
    if (error instanceof SkillRefusal) tell({ kind: 'refused', id, problem: error.problem });
    else tell({ kind: 'failed', id, code: errorCodeOf(error), message: error instanceof Error ? error.message : String(error) });
  }
}

function perform(task: SkillTaskName, input: unknown, progress: Progress): unknown {
  switch (task) {
    case 'list':
      return TASKS.list(SKILL_TASKS.list.input.parse(input), progress);
    case 'look':
      return TASKS.look(SKILL_TASKS.look.input.parse(input), progress);
    case 'read':
      return TASKS.read(SKILL_TASKS.read.input.parse(input), progress);
    case 'extras':
      return TASKS.extras(SKILL_TASKS.extras.input.parse(input), progress);
    case 'unpack':
      return TASKS.unpack(SKILL_TASKS.unpack.input.parse(input), progress);
    case 'diff':
      return TASKS.diff(SKILL_TASKS.diff.input.parse(input), progress);
    case 'countChanges':
      return TASKS.countChanges(SKILL_TASKS.countChanges.input.parse(input), progress);
    case 'copy':
      return TASKS.copy(SKILL_TASKS.copy.input.parse(input), progress);
  }
}

/** At least so much more before it is worth saying. */
const PROGRESS_BYTES = 262_144;

async function unpack(
  { kind, from, to, under, stripped, sourceName, limits }: ParsedInput<'unpack'>,
  progress: Progress,
): Promise<SkillTaskOutput<'unpack'>> {
  const gate = new EntryGate({ limits, under, stripped });
  let toldBytes = 0;
  mkdirSync(to);
  const writer = new TreeWriter(to, gate, (doneBytes) => {
    if (doneBytes - toldBytes < PROGRESS_BYTES) return;
    toldBytes = doneBytes;
    progress(doneBytes);
  });
  if (kind === 'tar') await unpackTar(from, gate, writer);
  else if (kind === 'zip') await unpackZip(from, gate, writer);
  else takeFolder(from, gate, writer);
  return [...findCandidates({ root: to, under, sourceName, left: gate.problems })];
}

function listed({ skills, ...place }: ReturnType<typeof listPlace>): SkillTaskOutput<'list'>[number] {
  return { ...place, skills: skills.map(plain) };
}

function plain(skill: ReturnType<typeof foundSkill>): SkillTaskOutput<'look'>[number] {
  return { ...skill, allowedTools: [...skill.allowedTools], problems: [...skill.problems] };
}
