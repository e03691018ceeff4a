/** Services under launchd, as agents of the user: no administrator is needed. */
import { join } from 'node:path';
import { type CommandResult, type RunCommand, type ServiceSystem, type SystemCommand, type SystemView, UNKNOWN_VIEW } from './contract.ts';
import { launchdAgent } from './launchd-agent.ts';

export interface LaunchdPlace {
  readonly home: string;
  readonly uid: number;
  readonly run: RunCommand;
}

/** launchctl's exit code for a service that is not loaded. */
const NOT_LOADED = 113;

export function launchd({ home, uid, run }: LaunchdPlace): ServiceSystem {
  const domain = `gui/${uid}`;
  const fileOf = (name: string) => join(home, 'Library', 'LaunchAgents', `${labelOf(name)}.plist`);
  const target = (name: string) => `${domain}/${labelOf(name)}`;
  const control = (...args: readonly string[]): SystemCommand => ({ program: 'launchctl', args });
  const unload = (name: string) => ({ ...control('bootout', target(name)), mayFail: true });
  const load = (name: string) => [control('enable', target(name)), control('bootstrap', domain, fileOf(name))];
  return {
    kind: 'launchd',
    encoding: 'utf8',
    keepsOutputFile: true,
    passesEnvironment: true,
    fileOf,
    define: (spec) => launchdAgent({ ...spec, name: labelOf(spec.name) }),
    install: (name) => [unload(name), ...load(name)],
    // The service itself is ended by the last command, in order.
    uninstall: (name, isSelf) => (isSelf ? { before: [], after: [unload(name)] } : { before: [unload(name)], after: [] }),
    // A loaded one is not loaded twice; either way it runs then.
    start: (name) => [{ ...control('bootstrap', domain, fileOf(name)), mayFail: true }, control('kickstart', target(name))],
    stop: (name) => [control('kill', 'SIGTERM', target(name))],
    async view(name) {
      return viewOf(await run(control('print', target(name))));
    },
    output: () => null,
  };
}

function labelOf(name: string): string {
  return `dev.codeproxy.${name}`;
}

/** `launchctl print` is meant for people; what is not found in it stays unknown. */
function viewOf({ code, out, err }: CommandResult): SystemView {
  if (code === NOT_LOADED) return UNKNOWN_VIEW;
  if (code !== 0) {
    const refusal = code === null ? 'there is no launchctl that answers' : err.trim() === '' ? `launchctl ended with ${code}` : err.trim();
    return { ...UNKNOWN_VIEW, activity: 'unknown', refusal };
  }
  const found = (pattern: RegExp) => pattern.exec(out)?.[1] ?? null;
  const number = (text: string | null) => (text === null ? null : Number(text));
  const pid = number(found(/^\s*pid = (\d+)$/m));
  const exit = number(found(/^\s*last exit code = (\d+)/m));
  const isRunning = found(/^\s*state = (\w+)/m) === 'running';
  return {
    ...UNKNOWN_VIEW,
    activity: isRunning ? 'running' : exit !== null && exit !== 0 ? 'failed' : 'stopped',
    pid: isRunning ? pid : null,
    lastExitCode: isRunning ? null : exit,
    // An agent belongs to the session of its user.
    outlivesLogout: false,
  };
}
