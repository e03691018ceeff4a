/** Services under the Windows Task Scheduler: a task at the log-on of the user, which needs no administrator. */
import { type RunCommand, type ServiceSystem, type SystemCommand, type SystemView, UNKNOWN_VIEW } from './contract.ts';
import { scheduledTask, type TaskPlace } from './scheduled-task.ts';

export interface TaskSchedulerPlace extends TaskPlace {
  /** Where the definition is kept; the Task Scheduler takes a copy. */
  readonly fileOf: (name: string) => string;
  readonly run: RunCommand;
}

/** SCHED_S_TASK_RUNNING, SCHED_S_TASK_HAS_NOT_RUN. Words differ with the language of Windows, numbers do not. */
const IS_RUNNING = 0x41301;
const HAS_NOT_RUN = 0x41303;
/** Column of `schtasks /Query /V /FO CSV`: host, name, next run, status, log-on mode, last run, last result, .. */
const LAST_RESULT = 6;

export function taskScheduler({ user, systemRoot, fileOf, run }: TaskSchedulerPlace): ServiceSystem {
  const control = (...args: readonly string[]): SystemCommand => ({ program: 'schtasks', args });
  const start = (name: string) => control('/Run', '/TN', name);
  return {
    kind: 'task-scheduler',
    encoding: 'utf16le',
    keepsOutputFile: false,
    passesEnvironment: false,
    fileOf,
    define: (spec) => scheduledTask(spec, { user, systemRoot }),
    install: (name) => [control('/Create', '/TN', name, '/XML', fileOf(name), '/F'), start(name)],
    uninstall: (name) => ({ before: [], after: [control('/Delete', '/TN', name, '/F')] }),
    start: (name) => [start(name)],
    // Its own way to end a task is to kill it, which would leave Claude Code's settings behind.
    stop: () => [],
    async view(name) {
      const { code, out, err } = await run(control('/Query', '/TN', name, '/V', '/FO', 'CSV', '/NH'));
      if (code === null)
        return { ...UNKNOWN_VIEW, activity: 'unknown', refusal: err.trim() === '' ? 'there is no schtasks that answers' : err.trim() };
      return code === 0 ? viewOf(out) : UNKNOWN_VIEW;
    },
    output: () => null,
  };
}

function viewOf(out: string): SystemView {
  const fields = [...(out.trim().split(/\r?\n/)[0] ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
  const text = fields[LAST_RESULT] ?? '';
  if (!/^-?\d+$/.test(text)) return { ...UNKNOWN_VIEW, activity: 'unknown' };
  const result = Number(text);
  if (result === IS_RUNNING) return { ...UNKNOWN_VIEW, activity: 'running', outlivesLogout: false };
  if (result === HAS_NOT_RUN) return { ...UNKNOWN_VIEW, outlivesLogout: false };
  return { ...UNKNOWN_VIEW, activity: result === 0 ? 'stopped' : 'failed', lastExitCode: result, outlivesLogout: false };
}
