/**
 * The script that a terminal runs for one session: says that it began, goes to the folder, runs the command, and takes its own
 * folder away at the end. Pure. It holds no secret; folder and arguments are quoted here and nowhere else.
 */
import { AppError } from '../../../src-shared/app-error.ts';

/** Written by the script: its process id, or nothing where that cannot be known. */
export const BEGAN_FILE = 'began';

export interface SessionScript {
  /** The launch's own folder, absolute; removed at the end. */
  readonly ownFolder: string;
  /** Where Claude Code works. */
  readonly folder: string;
  readonly command: readonly string[];
  /** Set for the command; terminals that are one process for all windows do not pass ours on. */
  readonly environment: Readonly<Record<string, string>>;
  /** Taken away for the command: credentials that would be sent beside the token. */
  readonly unset: readonly string[];
  /** Hosts that no outbound proxy may stand before. */
  readonly noProxy: readonly string[];
}

/** For sh. */
export function posixScript({ ownFolder, folder, command, environment, unset, noProxy }: SessionScript): string {
  const direct = noProxy.join(',');
  return `${[
    '#!/bin/sh',
    '# One session of Claude Code, started by Code Proxy. This file removes itself.',
    `own=${quoted(ownFolder)}`,
    'remove() { rm -rf -- "$own"; }',
    'trap remove EXIT',
    // A window that is closed. Ctrl+C is for the command.
    "trap 'exit 129' HUP",
    "trap 'exit 143' TERM",
    'trap : INT',
    `echo "$$" > "$own/${BEGAN_FILE}"`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`),
    ...(unset.length === 0 ? [] : [`unset ${unset.join(' ')}`]),
    ...(noProxy.length === 0 ? [] : [`export NO_PROXY="\${NO_PROXY:+$NO_PROXY,}${direct}"`, 'export no_proxy="$NO_PROXY"']),
    `cd ${quoted(folder)} || exit 1`,
    command.map(quoted).join(' '),
    'status=$?',
    'remove',
    // Otherwise the window would close before anybody could read why.
    'if [ "$status" -ne 0 ] && [ -t 0 ]; then',
    `  printf '\\nClaude Code ended with exit code %s. Press Enter to close this window.\\n' "$status"`,
    '  read -r _',
    'fi',
    'exit "$status"',
  ].join('\n')}\n`;
}

/** For cmd.exe. @throws CONFIG_INVALID for what no quoting brings through a batch file unharmed. */
export function windowsScript({ ownFolder, folder, command, environment, unset, noProxy }: SessionScript): string {
  const [program = '', ...args] = command;
  const isBatch = /\.(cmd|bat)$/i.test(program);
  const line = [program, ...args].map(argumentForCmd).join(' ');
  const direct = noProxy.join(',');
  const setProxy = [`if defined NO_PROXY (set "NO_PROXY=%NO_PROXY%,${direct}") else (set "NO_PROXY=${direct}")`];
  return [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    // From the next line on the file is read as UTF-8.
    'chcp 65001 >nul',
    `type nul > ${forCmd(`${ownFolder}\\${BEGAN_FILE}`)}`,
    ...Object.entries(environment).map(([name, value]) => `set ${forCmd(`${name}=${value}`)}`),
    ...unset.map((name) => `set "${name}="`),
    ...(noProxy.length === 0 ? [] : setProxy),
    `cd /d ${forCmd(folder)} || goto ended`,
    // Without call a batch file would not come back here.
    isBatch ? `call ${line}` : line,
    ':ended',
    'set "status=%ERRORLEVEL%"',
    'if not "%status%"=="0" (echo. & echo Claude Code ended with exit code %status%. & pause)',
    // The only way a batch file can remove itself: it is no longer being read when this runs.
    `(goto) 2>nul & rd /s /q ${forCmd(ownFolder)}`,
    '',
  ].join('\r\n');
}

/** Always in quotes, so that no letter is left to be thought about. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path or a value: in quotes cmd reads all letters as they are but the percent sign, which is doubled. */
function forCmd(text: string): string {
  if (/["\r\n\0]/.test(text)) throw refused(text);
  return `"${text.replaceAll('%', '%%')}"`;
}

/** An argument is read twice more, by `call` or the batch file of npm: what they would change cannot be passed. */
function argumentForCmd(text: string): string {
  if (/["%^\r\n\0]/.test(text)) throw refused(text);
  return `"${text.replace(/(\\+)$/, '$1$1')}"`;
}

function refused(text: string): AppError {
  const shown = text.length > 60 ? `${text.slice(0, 60)} …` : text;
  return new AppError(
    'CONFIG_INVALID',
    `on Windows no quotation mark, percent sign, caret or line end can be passed through a terminal: ${shown.replaceAll(/[\r\n]+/g, ' ')} – run Claude Code in your own terminal instead`,
    { field: 'args' },
  );
}
