/** `code-proxy stop`: ends the running instance of either host and waits until it is gone. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { AppError } from '../../../src-shared/app-error.ts';
import { errorCodeOf } from '../../platform/error-code.ts';
import { dataFolder, dataPaths } from '../../platform/paths.ts';
import type { RunningInstance } from '../connect.ts';
import { hasLeftEdits, LEFT_EDITS } from '../left-edits.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

/** An orderly stop lets live exchanges end for a while; past this something hangs. */
const STOP_PATIENCE_MS = 75_000;
const POLL_MS = 50;

export function addStopCommand(parent: Command, session: CliSession): void {
  parent
    .command('stop')
    .description('stop the running instance, putting Claude Code’s settings back')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code 1 when nothing runs, or when the settings could not be put back.\n\nExample:\n  code-proxy stop')
    .action((options: JsonOption) =>
      answerWith(session, { ...options, need: 'running' }, async ({ caller, instance }) => {
        if (instance === null) throw new AppError('INSTANCE_UNREACHABLE', 'Code Proxy is not running');
        await caller.app.shutDown();
        await untilGone(instance);
        await refuseLeftEdits(session, instance);
        return { json: { stopped: true, pid: instance.pid, instanceId: instance.instanceId }, text: `Code Proxy stopped (process ${instance.pid})` };
      }),
    );
}

/** The stop is only half done then. An instance that has started meanwhile has edited the settings anew. */
async function refuseLeftEdits({ io: { environment } }: CliSession, { pid }: RunningInstance): Promise<void> {
  const { folder, instance } = dataPaths(dataFolder(environment));
  if (existsSync(instance) || !(await hasLeftEdits(folder))) return;
  throw new AppError('CLAUDE_SETTINGS_UNWRITABLE', `Code Proxy stopped (process ${pid}), but ${LEFT_EDITS}`);
}

/** Rejects with INTERNAL when the process still lives after STOP_PATIENCE_MS. */
export async function untilGone(instance: Pick<RunningInstance, 'pid'>, isAlive: (pid: number) => boolean = isProcessAlive): Promise<void> {
  const deadlineMs = performance.now() + STOP_PATIENCE_MS;
  while (isAlive(instance.pid)) {
    if (performance.now() > deadlineMs) {
      throw new AppError(
        'INTERNAL',
        `process ${instance.pid} did not end within ${STOP_PATIENCE_MS / 1_000} s – look into its log, or end the process`,
      );
    }
    await wait(POLL_MS);
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return errorCodeOf(error) === 'EPERM';
  }
}
