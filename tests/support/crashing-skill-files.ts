/** Steps on skills that seem to end the process before the n-th one that changes something: it and all later ones fail. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSkillFiles, type SkillFiles } from '../../src-main/skills/skill-files.ts';
import type { SkillTaskOptions } from '../../src-main/skills/skill-thread.ts';
import type { SkillTaskInput, SkillTaskName, SkillTaskOutput } from '../../src-main/skills/tasks.ts';
import { TasksHere } from './skill-rig.ts';

export class EndOfProcess extends Error {}

export interface CrashingSteps {
  readonly files: SkillFiles;
  readonly tasks: TasksHere;
  readonly count: () => number;
  /** From now on steps count; before that they just happen. */
  arm(): void;
}

/** @param crashAt  1 ends it before the first step; more than there are: it survives. A copy ends with half of it written. */
export function crashingSteps(crashAt: number, isFarFileSystem: boolean): CrashingSteps {
  let count = 0;
  let isArmed = false;
  const step = async <T>(task: () => Promise<T>, halfway: () => void = () => undefined): Promise<T> => {
    if (!isArmed) return task();
    count += 1;
    if (count === crashAt) halfway();
    if (count >= crashAt) throw new EndOfProcess('the process has ended');
    return task();
  };
  const real = nodeSkillFiles;
  class CountedTasks extends TasksHere {
    override run<K extends SkillTaskName>(task: K, input: SkillTaskInput<K>, options?: SkillTaskOptions): Promise<SkillTaskOutput<K>> {
      if (task !== 'copy') return super.run(task, input, options);
      return step(
        () => super.run(task, input, options),
        () => leaveHalf(input),
      );
    }
  }
  return {
    count: () => count,
    arm() {
      isArmed = true;
    },
    tasks: new CountedTasks(),
    files: {
      ...real,
      makeFolder: (path) => step(() => real.makeFolder(path)),
      makePrivateFolder: (path) => step(() => real.makePrivateFolder(path)),
      write: (path, text) => step(() => real.write(path, text)),
      rename: (from, to) =>
        step(() =>
          isFarFileSystem && isBetween(from, to) ? Promise.reject(Object.assign(new Error('far'), { code: 'EXDEV' })) : real.rename(from, to),
        ),
      remove: (path) => step(() => real.remove(path)),
      removeFolderIfEmpty: (path) => step(() => real.removeFolderIfEmpty(path)),
      syncFolder: (path) => step(() => real.syncFolder(path)),
    },
  };
}

/** As if our data folder were on another disk than Claude Code's. */
function isBetween(from: string, to: string): boolean {
  return from.includes('/data/') !== to.includes('/data/');
}

function leaveHalf(input: unknown): void {
  if (typeof input !== 'object' || input === null || !('to' in input) || typeof input.to !== 'string') return;
  mkdirSync(input.to, { recursive: true });
  writeFileSync(join(input.to, 'SKILL.md'), 'half');
}
