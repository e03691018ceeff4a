/** The service in words: what would be done, how it fares, what it logged. */
import type { ServiceLog, ServiceNote, ServicePlan, ServiceStatus } from '../../src-shared/schemas/service.ts';
import { renderFields } from './table.ts';
import type { TextStyle } from './text-style.ts';

const SYSTEMS = {
  systemd: 'systemd, as a unit of your user',
  launchd: 'launchd, as an agent of your user',
  'task-scheduler': 'Task Scheduler, at your log-on',
};

const NOTES: Record<ServiceNote, string> = {
  'ends-at-logout':
    'It starts when you log in and ends when you log out. On Linux it can outlive that, which is yours to decide: loginctl enable-linger',
  'instance-runs':
    'An instance runs on this data folder now, and there is only ever one: the service ends at once. It starts at your next log-in, or after: code-proxy stop, then code-proxy service start',
  'no-environment':
    'The Task Scheduler passes no variables on. Set CLAUDE_CONFIG_DIR or the proxy variables for your user (setx), or use the setting network.proxy',
  'any-port': 'Port 0 takes another port at every start.',
  'temporary-program': 'The program lies in a temporary folder that may be cleaned away: install it for good first.',
};

export function planText(style: TextStyle, { system, name, files, commands, notes }: ServicePlan): string {
  const written = files.flatMap(({ path, text, change }) => {
    const does = change === 'same' ? 'stays as it is' : change === 'new' ? 'is written' : 'is replaced';
    const lines = text.trimEnd().split('\n');
    return [`${style.paint('strong', path)} ${does}:`, ...lines.map((line) => `  ${style.paint('plain', line)}`), ''];
  });
  const said = notes.map((note) => style.paint('warning', `! ${NOTES[note]}`));
  return [
    `Service ${style.paint('strong', name)} of ${SYSTEMS[system]}`,
    '',
    ...written,
    'Then these are run:',
    ...commands.map((command) => `  ${style.paint('plain', command)}`),
    ...(said.length === 0 ? [] : ['', ...said]),
  ].join('\n');
}

const ACTIVITIES = {
  running: ['good', 'runs'],
  starting: ['warning', 'is starting'],
  stopping: ['warning', 'is stopping'],
  stopped: ['plain', 'does not run'],
  failed: ['bad', 'failed'],
  unknown: ['warning', 'the system does not say'],
} as const;

export function statusText(style: TextStyle, status: ServiceStatus): string {
  const { system, name, file, isInstalled, activity, pid, restarts, lastExitCode, outlivesLogout, instance, problem } = status;
  if (system === null) return style.paint('warning', 'This system has no service manager that Code Proxy knows.');
  if (problem !== null) return style.paint('bad', `The service manager does not answer: ${problem}`);
  if (!isInstalled) return `There is no service ${style.paint('strong', name)}.\nSee what installing would do: code-proxy service install --dry-run`;
  const [tone, word] = ACTIVITIES[activity];
  const facts = [
    pid === null ? null : `process ${pid}`,
    lastExitCode === null ? null : `last exit code ${lastExitCode}`,
    restarts === null || restarts === 0 ? null : `started anew ${restarts} ×`,
  ].filter((fact) => fact !== null);
  const fields: [string, string][] = [
    ['service', `${style.paint('strong', name)} (${SYSTEMS[system]})`],
    ['state', `${style.paint(tone, word)}${facts.length === 0 ? '' : `, ${facts.join(', ')}`}`],
    ['definition', style.paint('plain', file ?? '–')],
  ];
  if (instance !== null && activity !== 'running')
    fields.push(['data folder', `held by ${instance.host === 'desktop' ? 'the desktop app' : 'another instance'}, process ${instance.pid}`]);
  if (outlivesLogout === false) fields.push(['log-out', system === 'systemd' ? 'ends it; to keep it: loginctl enable-linger' : 'ends it']);
  return renderFields(style, fields);
}

export function logText(style: TextStyle, { file, lines, system }: ServiceLog): string {
  const part = (source: string, text: readonly string[]) => [
    style.paint('faint', `── ${source}`),
    ...(text.length === 0 ? [style.paint('faint', '(nothing yet)')] : text.map((line) => style.paint('plain', line))),
  ];
  return [...part(file, lines), ...(system === null ? [] : part(system.source, system.lines))].join('\n');
}
