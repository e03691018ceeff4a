/**
 * What every verb of the CLI gets and what it gives back. A verb answers with data for `--json` and a text for people; this
 * file decides which of them is printed and with which exit code the process ends.
 */
import type { Connection, ConnectionNeed } from './connect.ts';
import type { TextStyle } from './text-style.ts';

/** 0: done. 1: it failed. 2: the command line or its input was wrong. `launch` ends with the exit code of Claude Code. */
export type ExitCode = number;

/** Where the CLI reads and writes; tests hand in their own. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** Standard input to its end, of a terminal one line; without blanks around it. */
  readInput(): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; null when the output goes elsewhere. */
  readonly columns: number | null;
  nowMs(): number;
}

export interface CliSession {
  readonly io: CliIo;
  readonly style: TextStyle;
  readonly version: string;
  /** Opens a way to the core; `running` rejects with INSTANCE_UNREACHABLE when no instance answers. */
  connect(need: ConnectionNeed): Promise<Connection>;
  /** Set by the verb that ran; the process ends with it. */
  exitCode: ExitCode;
}

export interface Answer {
  /** Printed by `--json`. */
  readonly json: unknown;
  /** Printed otherwise; a line end is added. An empty text prints nothing. */
  readonly text: string;
  readonly exitCode?: ExitCode;
}

export interface JsonOption {
  readonly json?: boolean;
}

/**
 * Runs one verb against the core, closes the connection, also after a failure, and prints the answer: on a data folder of its own the
 * verb is done only once what it changed is on the disk.
 */
export async function answerWith(
  session: CliSession,
  options: JsonOption & { readonly need?: ConnectionNeed },
  verb: (connection: Connection) => Promise<Answer>,
): Promise<void> {
  const connection = await session.connect(options.need ?? 'any');
  const answer = await verb(connection).finally(() => connection.close());
  printAnswer(session, options, answer);
}

export function printAnswer(session: CliSession, options: JsonOption, answer: Answer): void {
  if (options.json === true) session.io.out(`${JSON.stringify(answer.json, null, 2)}\n`);
  else if (answer.text !== '') session.io.out(`${answer.text}\n`);
  session.exitCode = answer.exitCode ?? 0;
}
