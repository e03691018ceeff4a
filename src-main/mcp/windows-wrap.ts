/**
 * `cmd /c` before commands that are scripts on Windows (npx.cmd and the like), which cannot be started without it. It is written
 * for Windows only, and left away when an entry is shown.
 */

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** Installed as .cmd files. Others are programs, or paths that the user knows. */
const SCRIPTS = ['npx', 'npm', 'pnpm', 'pnpx', 'yarn', 'bunx', 'corepack', 'tsx', 'ts-node'];

export function isWrapped({ command, args }: Command): boolean {
  return /^cmd(\.exe)?$/i.test(command) && /^\/c$/i.test(args[0] ?? '') && args.length >= 2;
}

export function unwrapped(given: Command): { command: string; args: string[] } {
  const [, command = given.command, ...args] = given.args;
  return isWrapped(given) ? { command, args } : { command: given.command, args: [...given.args] };
}

export function needsWrapping(command: string): boolean {
  return SCRIPTS.includes(command.toLowerCase()) || /\.(cmd|bat)$/i.test(command);
}

export function wrapped({ command, args }: Command): { command: string; args: string[] } {
  return { command: 'cmd', args: ['/c', command, ...args] };
}
