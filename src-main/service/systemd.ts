/** Services under systemd, as user units: no administrator is needed. */
import { join } from 'node:path';
import type { CommandResult, RunCommand, ServiceSystem, SystemCommand, SystemView } from './contract.ts';
import { systemdUnit } from './systemd-unit.ts';

export interface SystemdPlace {
  /** Home folder. */
  readonly home: string;
  readonly userName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: RunCommand;
}

const PROPERTIES = 'ActiveState,MainPID,NRestarts,ExecMainCode,ExecMainStatus';
const ACTIVITIES: Readonly<Record<string, SystemView['activity']>> = {
  active: 'running',
  reloading: 'running',
  activating: 'starting',
  deactivating: 'stopping',
  inactive: 'stopped',
  failed: 'failed',
};

export function systemd({ home, userName, environment, run }: SystemdPlace): ServiceSystem {
  const configured = environment.XDG_CONFIG_HOME;
  const folder = join(configured === undefined || configured === '' ? join(home, '.config') : configured, 'systemd', 'user');
  const unit = (name: string) => `${name}.service`;
  const control = (...args: readonly string[]): SystemCommand => ({ program: 'systemctl', args: ['--user', ...args] });
  const reload = control('daemon-reload');
  return {
    kind: 'systemd',
    encoding: 'utf8',
    keepsOutputFile: false,
    passesEnvironment: true,
    fileOf: (name) => join(folder, unit(name)),
    define: systemdUnit,
    install: (name) => [reload, control('enable', unit(name)), control('restart', unit(name))],
    uninstall(name, isSelf) {
      const forget = { ...control('reset-failed', unit(name)), mayFail: true };
      const disable = control('disable', unit(name));
      if (isSelf) return { before: [disable], after: [reload, control('stop', '--no-block', unit(name))] };
      return { before: [disable], after: [reload, forget] };
    },
    // One that failed too often is not started again before it is forgotten.
    start: (name) => [{ ...control('reset-failed', unit(name)), mayFail: true }, control('start', unit(name))],
    stop: (name, isSelf) => [control('stop', ...(isSelf ? ['--no-block'] : []), unit(name))],
    async view(name) {
      const shown = await run(control('show', unit(name), `--property=${PROPERTIES}`));
      const linger = await run({ program: 'loginctl', args: ['show-user', userName, '--property=Linger'] });
      return viewOf(shown, linger);
    },
    output: (name, lines) => ({
      program: 'journalctl',
      args: ['--user', '--unit', unit(name), '--lines', String(lines), '--no-pager', '--output', 'short-iso'],
    }),
  };
}

/** Not known of a user who is not logged in, for example in a container. */
const LINGER: Readonly<Record<string, boolean>> = { 'Linger=yes': true, 'Linger=no': false };

/** CLD_EXITED: systemd says what the program itself returned. */
const EXITED = '1';

function viewOf(shown: CommandResult, linger: CommandResult): SystemView {
  const values = new Map(
    shown.out.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
  const number = (key: string) => {
    const value = values.get(key);
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
  };
  const activity = ACTIVITIES[values.get('ActiveState') ?? ''] ?? 'unknown';
  const pid = number('MainPID');
  return {
    activity,
    pid: pid === 0 ? null : pid,
    restarts: number('NRestarts'),
    lastExitCode: activity !== 'running' && values.get('ExecMainCode') === EXITED ? number('ExecMainStatus') : null,
    outlivesLogout: LINGER[linger.out.trim()] ?? null,
    refusal: refusalOf(shown),
  };
}

function refusalOf({ code, err }: CommandResult): string | null {
  if (code === 0) return null;
  if (code === null) return 'there is no systemctl that answers';
  return err.trim() === '' ? `systemctl ended with ${code}` : err.trim();
}
