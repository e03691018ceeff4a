/** Writes a systemd user unit. Quoting: systemd.service(5), "Command lines", and systemd.unit(5), "Specifiers". */
import type { ServiceSpec } from './contract.ts';
import { refuseControlCharacters } from './refuse-control-characters.ts';

/** An orderly stop lets answers end for a while: the longest that `code-proxy stop` waits. */
const STOP_PATIENCE_S = 75;
/** A program that cannot start, for example because its port is taken, is given up after so many starts in so long. */
const STARTS_AT_MOST = 5;
const STARTS_WITHIN_S = 300;
const RESTART_AFTER_S = 5;
/** A wrong command line: starting again would not help. */
const USAGE_EXIT_CODE = 2;

export function systemdUnit({ command, environment }: ServiceSpec): string {
  const [program, ...args] = startable(command);
  const variables = Object.entries(environment).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`);
  return `# Written by "code-proxy service install"; "code-proxy service uninstall" removes it.
[Unit]
Description=Code Proxy, a local proxy for Claude Code
StartLimitIntervalSec=${STARTS_WITHIN_S}
StartLimitBurst=${STARTS_AT_MOST}

[Service]
ExecStart=${[quoted(program), ...args.map(argument)].join(' ')}
${variables.map((line) => `${line}\n`).join('')}Restart=on-failure
RestartSec=${RESTART_AFTER_S}
RestartPreventExitStatus=${USAGE_EXIT_CODE}
# SIGTERM to the program alone ends it in order: Claude Code's settings are put back.
KillMode=mixed
TimeoutStopSec=${STOP_PATIENCE_S}
UMask=0077

[Install]
WantedBy=default.target
`;
}

/** systemd refuses these letters in the name of a program, quoted or not; a shell takes any, and becomes the program. */
function startable(command: ServiceSpec['command']): ServiceSpec['command'] {
  return /["'\\]/.test(command[0]) ? ['/bin/sh', '-c', 'exec "$0" "$@"', ...command] : command;
}

/** Behind the program variables are put in for `$`, too. */
function argument(text: string): string {
  return quoted(text).replaceAll('$', '$$$$');
}

function quoted(text: string): string {
  refuseControlCharacters(text, 'a systemd unit');
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}
