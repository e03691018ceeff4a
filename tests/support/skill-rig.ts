/** A real manager of skills over temporary folders, with a fake GitHub, and its own thread. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ZodType } from 'zod';
import { systemClock } from '../../src-main/platform/clock.ts';
import { UpstreamClient } from '../../src-main/proxy/upstream-client.ts';
import { runTask } from '../../src-main/skills/run-task.ts';
import { SkillManager, type SkillManagerOptions } from '../../src-main/skills/skill-manager.ts';
import { SkillRefusal } from '../../src-main/skills/skill-refusal.ts';
import { type SkillTaskOptions, type SkillTasks, systemError } from '../../src-main/skills/skill-thread.ts';
import { type SkillTaskInput, type SkillTaskName, type SkillTaskOutput, TASK_OUTPUTS, type TaskAnswer } from '../../src-main/skills/tasks.ts';
import type { SkillJob, SkillJobProgress, SkillSelection } from '../../src-shared/schemas/skill-job.ts';
import type { SkillPlace } from '../../src-shared/schemas/skills.ts';
import { CaptureLogger } from './capture-logger.ts';
import { eventually } from './eventually.ts';
import { type FakeGithub, fakeGithub } from './fake-github.ts';
import { tempFolder } from './temp-folder.ts';

export const COMMIT = '1'.repeat(40);
export const LATER_COMMIT = '2'.repeat(40);

export function skillMd(name: string, description = `What ${name} does`): string {
  return `---\nname: ${name}\ndescription: ${description}\n---\n\n# ${name}\n`;
}

/** The same tasks on this very thread: starting one takes longer than most tests. */
export class TasksHere implements SkillTasks {
  async run<K extends SkillTaskName>(task: K, input: SkillTaskInput<K>, { signal, onProgress }: SkillTaskOptions = {}): Promise<SkillTaskOutput<K>> {
    signal?.throwIfAborted();
    const answers: TaskAnswer[] = [];
    await runTask({ id: 1, task, input }, (answer) => (answer.kind === 'progress' ? onProgress?.(answer.doneBytes) : answers.push(answer)));
    signal?.throwIfAborted();
    const [answer] = answers;
    if (answer?.kind === 'refused') throw new SkillRefusal(answer.problem);
    if (answer?.kind === 'failed') throw systemError(answer.code, answer.message);
    const schema: ZodType<SkillTaskOutput<K>> = TASK_OUTPUTS[task];
    return schema.parse(answer?.kind === 'done' ? answer.output : undefined);
  }

  async stop(): Promise<void> {
    // There is no thread.
  }
}

export interface SkillRig {
  readonly manager: SkillManager;
  readonly github: FakeGithub;
  readonly folder: string;
  readonly claude: string;
  readonly user: SkillPlace;
  readonly logger: CaptureLogger;
  readonly progress: SkillJobProgress[];
  changes: number;
}

/** @param changes  `folder` lets a second manager use a first one's data. */
export async function skillRig(
  changes: Partial<SkillManagerOptions> & { readonly at?: string; readonly github?: FakeGithub } = {},
): Promise<SkillRig> {
  const { at, github = await fakeGithub(), ...options } = changes;
  const folder = at ?? (await tempFolder());
  const claude = join(folder, 'claude');
  const logger = new CaptureLogger();
  const upstream = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => null, extraCaPem: null });
  const progress: SkillJobProgress[] = [];
  const rig: SkillRig = {
    manager: new SkillManager({
      folder: join(folder, 'data', 'skills'),
      environment: { CLAUDE_CONFIG_DIR: claude },
      furtherFolders: () => [],
      downloads: { prepare: async () => undefined, send: (request, handler) => upstream.send(request, handler) },
      githubUrl: () => github.url,
      knownProjects: async () => [],
      clock: systemClock,
      logger,
      tasks: new TasksHere(),
      onChange: () => {
        rig.changes += 1;
      },
      onJob: (job) => void progress.push(job),
      ...options,
    }),
    github,
    folder,
    claude,
    user: { kind: 'user', folder: claude },
    logger,
    progress,
    changes: 0,
  };
  await mkdir(claude, { recursive: true });
  onTestFinished(async () => {
    await rig.manager.stop();
    await upstream.stop();
  });
  return rig;
}

/** Waits until a job has a choice to make or has ended. */
export async function settled({ manager }: Pick<SkillRig, 'manager'>, { id }: Pick<SkillJob, 'id'>): Promise<SkillJob> {
  await eventually(() => ['downloading', 'checking', 'installing'].includes(manager.job(id).phase)).toBe(false);
  return manager.job(id);
}

/** Finds and installs all that a folder or repository holds, or what is named. */
export async function install(rig: SkillRig, text: string, selections?: readonly SkillSelection[], place = rig.user): Promise<SkillJob> {
  const source = text.startsWith('/')
    ? ({ kind: text.endsWith('.zip') ? 'zip' : 'folder', path: text } as const)
    : ({ kind: 'github', text } as const);
  const found = await settled(rig, rig.manager.find({ source, projects: [] }));
  if (found.phase !== 'choosing') return found;
  const chosen = selections ?? found.candidates.map(({ path }) => ({ path, replace: false }));
  return settled(rig, await rig.manager.choose({ id: found.id, place, selections: [...chosen] }));
}

export async function writeTree(root: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** All files and empty folders below, sorted. */
export async function everythingBelow(root: string): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
